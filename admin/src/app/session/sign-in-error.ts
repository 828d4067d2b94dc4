import type { ApiError, RateLimitDetails } from '@support-chat/shared'

/** What went wrong and what to do, in the words of the sign-in page. */
export function signInError(error: ApiError): string {
  switch (error.code) {
    case 'unauthenticated':
    case 'forbidden':
      return 'That email and password do not match. Check both and try again.'
    case 'invalid_request':
      return 'Enter a full email address and your password.'
    case 'rate_limited':
      return `Too many attempts. Try again in ${waitingTime(error.details as RateLimitDetails | undefined)}.`
    case 'unavailable':
      return 'The server cannot be reached. Check your connection and try again.'
    default:
      return 'Something went wrong on the server. Try again in a moment.'
  }
}

function waitingTime(details: RateLimitDetails | undefined): string {
  const seconds = Math.ceil((details?.retry_after_ms ?? 60_000) / 1000)
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
