import type { ApiError, WebhookTest } from '@support-chat/shared'
import { MAX_WEBHOOKS } from '@support-chat/shared'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'

/** What came of a POST: `Answered 204 in 12 ms`, or why nothing did. */
export function outcomeWords({
  response_status: status,
  error,
  duration_ms: ms,
}: Pick<WebhookTest, 'response_status' | 'error' | 'duration_ms'>): string {
  if (error !== null) return t(`settings.webhooks.errors.${error}`)
  return t('settings.webhooks.answered', { status: String(status), ms })
}

/** Why a request about webhooks was refused. */
export function refusalWords(error: ApiError): string {
  if (error.code === 'not_found') return t('settings.webhooks.gone')
  if (error.code === 'conflict') return t('settings.webhooks.tooMany', { count: MAX_WEBHOOKS })
  return errorWords(error)
}
