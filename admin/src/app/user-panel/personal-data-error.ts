import type { ApiError } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'

/** Why a user could not be exported or erased; null for no error. */
export function personalDataError(error: ApiError | null): string | null {
  switch (error?.code) {
    case 'forbidden':
      return t('personalData.forbidden')
    case 'not_found':
      return t('personalData.missing')
    default:
      return error && errorWords(error)
  }
}
