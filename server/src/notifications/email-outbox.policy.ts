/** How long a claim lasts; longer than any attempt can take, so that an older one belongs to a worker that died. */
export const LEASE_SECONDS = 300

/** The last attempt comes about eight hours after the first: a mail server may be away for a night. */
export const MAX_ATTEMPTS = 16

/** Seconds between two sweeps, which find due e-mails that no scheduler told of. */
export const SWEEP_SECONDS = 60

/** E-mails that one process sends at the same time. */
export const CONCURRENCY = 4

/** Seconds until the next attempt: 15 at first, twice as long each time, an hour at most. */
export function retryInSeconds(attempt: number): number {
  return Math.min(15 * 2 ** (attempt - 1), 3_600)
}

/** What went wrong, as a code without addresses, and whether it is final: trying again cannot help. */
export interface Refusal {
  reason: string
  permanent: boolean
}

/** What nodemailer tells of a failure. */
interface MailError {
  code?: unknown
  responseCode?: unknown
  command?: unknown
}

/**
 * A 5xx about the recipient or the message stays so. Anything else may be mended: a network, a password, a sender that
 * the mail server does not yet accept.
 */
export function toRefusal(error: unknown): Refusal {
  const { code, responseCode, command } = (error ?? {}) as MailError
  const name = typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : 'UNKNOWN'
  const status = typeof responseCode === 'number' ? responseCode : null
  const aboutMessage = command === 'RCPT TO' || command === 'DATA'
  return {
    reason: status === null ? name : `${name} ${status}`,
    permanent: status === null ? name === 'EENVELOPE' : status >= 500 && aboutMessage,
  }
}

const WORDS: Record<string, string> = {
  ECONNECTION: 'the mail server could not be reached',
  ESOCKET: 'the mail server could not be reached',
  EDNS: 'the mail server could not be found',
  ETIMEDOUT: 'the mail server did not answer',
  EAUTH: 'the mail server refused the sign-in',
  EENVELOPE: 'the mail server refused the address',
  EMESSAGE: 'the mail server refused the message',
  ENOSPC: 'the disk that keeps e-mails as files is full',
  EACCES: 'the folder that keeps e-mails as files cannot be written',
  EROFS: 'the disk that keeps e-mails as files is read-only',
  INTERRUPTED: 'the server stopped while sending',
}

/** A kept reason for people, with its code for those who look it up. */
export function refusalInWords(reason: string | null): string {
  const words = WORDS[reason?.split(' ')[0] ?? ''] ?? 'the e-mail could not be sent'
  return reason === null ? words : `${words} (${reason})`
}
