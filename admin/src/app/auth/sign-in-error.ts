import type { ApiError } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'

/** What went wrong and what to do, in the words of the sign-in page. */
export function signInError(error: ApiError): string {
  switch (error.code) {
    case 'unauthenticated':
    case 'forbidden':
      return t('session.noMatch')
    case 'invalid_request':
      return t('session.incomplete')
    default:
      return errorWords(error)
  }
}
