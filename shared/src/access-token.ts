import { refusal, unauthenticated } from './request-error.js'

/** The earliest a token is renewed before its end, where it lives long enough. */
const AHEAD_MS = 60_000
/** Between two renewals that bring nothing new. */
const STALE_MS = 30_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The token in use, and the way to the next one: before it is over, and when it was refused. */
export class AccessToken {
  readonly #getToken: (refused: boolean) => string | Promise<string>
  readonly #onRenewed: (token: string) => void
  #current = ''
  #asking: Promise<string> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  constructor(getToken: (refused: boolean) => string | Promise<string>, onRenewed: (token: string) => void) {
    this.#getToken = getToken
    this.#onRenewed = onRenewed
  }

  /** The one in use. @throws RequestError when there is none to be had. */
  async get(): Promise<string> {
    return this.#current || this.#ask(false)
  }

  /** A new one because `refused` was; several refusals of one token ask once. */
  async replace(refused: string): Promise<string> {
    return this.#current === refused ? this.#ask(true) : this.#current
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #ask(refused: boolean): Promise<string> {
    return (this.#asking ??= this.#fetch(refused).finally(() => (this.#asking = null)))
  }

  async #fetch(refused: boolean): Promise<string> {
    // Whoever is asked now may speak for somebody else.
    if (this.#stopped) throw refusal()
    let next: string
    try {
      next = await this.#getToken(refused)
    } catch {
      // The page's own backend may be out of reach just now: tried again like any network failure.
      throw refusal()
    }
    if (!next) throw unauthenticated()
    const renewed = next !== this.#current
    this.#current = next
    this.#renewLater(renewed)
    if (renewed) this.#onRenewed(next)
    return next
  }

  #renewLater(renewed: boolean): void {
    clearTimeout(this.#timer)
    const left = timeLeft(this.#current)
    if (this.#stopped || !left) return
    const wait = renewed && left > 0 ? Math.max(left - Math.min(left / 4, AHEAD_MS), 1_000) : STALE_MS
    this.#timer = setTimeout(
      () => this.#ask(false).catch(() => this.#renewLater(false)),
      Math.min(wait, LONGEST_TIMER_MS),
    )
  }
}

/**
 * Milliseconds by this machine's clock; NaN when the token does not say. Reads `exp` and verifies nothing: it only says
 * when to ask for the next token.
 */
function timeLeft(token: string): number {
  try {
    const claims = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))
    return (JSON.parse(claims) as { exp: number }).exp * 1_000 - Date.now()
  } catch {
    return NaN
  }
}
