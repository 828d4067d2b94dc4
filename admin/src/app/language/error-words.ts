import type { ApiError, RateLimitDetails } from '@support-chat/shared'
import { perLocale } from './locale.js'
import { t } from './words.js'

/** What went wrong and what to do, for an error that a page has no words of its own for. */
export function errorWords(error: ApiError): string {
  switch (error.code) {
    case 'rate_limited':
      return t('errors.rateLimited', { when: waitingTime(error.details as RateLimitDetails | undefined) })
    case 'unavailable':
      return t('errors.unavailable')
    default:
      return t('errors.other')
  }
}

const ahead = perLocale((tag) => new Intl.RelativeTimeFormat(tag))

/** `in 12 seconds` */
function waitingTime(details: RateLimitDetails | undefined): string {
  const seconds = Math.ceil((details?.retry_after_ms ?? 60_000) / 1000)
  return seconds < 60 ? ahead().format(seconds, 'second') : ahead().format(Math.ceil(seconds / 60), 'minute')
}
