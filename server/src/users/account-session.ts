/** An account as a token names it. */
export interface AccountSession {
  id: string
  /** The account's `session_version` when the token was verified. */
  readonly sessionVersion: number
  /** The staff sign-in that the token belongs to; null for users. */
  readonly sessionId: string | null
}
