import type { ConnectionOptions } from './connection.js'
import { toApiError, unauthenticated, unavailable } from '../core/request-error.js'
import { startStopwatch } from '../core/stopwatch.js'
import { payloadOf } from '../core/token-payload.js'
import { withTimeout } from '../core/with-timeout.js'

/** The earliest a token is renewed before its end, where it lives long enough. */
const AHEAD_MS = 60_000
/** Between two renewals that bring nothing new. */
const STALE_MS = 30_000
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** What an `Authorization` header can carry. A sign-in page that a backend answers with is none. */
const TOKEN = /^[\w.~+/=-]+$/

/** The token in use, and the way to the next one: before it is over, and when it was refused. */
export class AccessToken {
  readonly #source: Pick<ConnectionOptions, 'getToken' | 'tokenAge'>
  readonly #wait: number
  readonly #onRenewed: (token: string) => void
  #current = ''
  /** Milliseconds since the page gave the one in use, be it for the first time or again. */
  #age = () => Infinity
  #asking: Promise<string> | null = null
  #calls = 0
  /** The number of the latest call that was answered. */
  #answered = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** @param wait milliseconds for one answer of the page */
  constructor(
    source: Pick<ConnectionOptions, 'getToken' | 'tokenAge'>,
    wait: number,
    onRenewed: (token: string) => void,
  ) {
    this.#source = source
    this.#wait = wait
    this.#onRenewed = onRenewed
  }

  /** The one in use. @throws RequestError when there is none to be had. */
  async get(): Promise<string> {
    return this.#current || this.#ask(false)
  }

  /** Runs `work` with the token in use, and once more with a new one where that was refused. */
  async use<T>(work: (token: string) => Promise<T>): Promise<T> {
    const token = await this.get()
    try {
      return await work(token)
    } catch (error) {
      if (toApiError(error).code !== 'unauthenticated') throw error
      return work(await this.replace(token))
    }
  }

  /** A new one because `refused` was; several refusals of one token ask once. */
  async replace(refused: string): Promise<string> {
    return this.#current === refused ? this.#ask(true) : this.#current
  }

  /** Asks again where the page's last answer is older than `maxAge` milliseconds. @throws RequestError */
  async freshen(maxAge: number): Promise<void> {
    if ((this.#source.tokenAge ?? this.#age)() > maxAge) await this.#ask(false)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #ask(refused: boolean): Promise<string> {
    return (this.#asking ??= withTimeout(this.#wait, this.#fetch(refused)).finally(() => (this.#asking = null)))
  }

  async #fetch(refused: boolean): Promise<string> {
    // After sign-out the page may give another user's token.
    if (this.#stopped) throw unavailable()
    const call = ++this.#calls
    let given: unknown
    try {
      given = await this.#source.getToken(refused)
    } catch {
      // The page's own backend may be out of reach just now: tried again like any network failure.
      throw unavailable()
    }
    // An answer that nobody waits for any more is good all the same, unless a later call was answered before it.
    if (call < this.#answered) throw unavailable()
    const next = typeof given === 'string' ? given.trim() : ''
    if (!TOKEN.test(next)) throw unauthenticated()
    this.#answered = call
    this.#age = startStopwatch()
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
    const wait = Math.max(renewed && left > 0 ? 1_000 : STALE_MS, left - Math.min(left / 4, AHEAD_MS))
    this.#timer = setTimeout(
      () => this.#ask(false).catch(() => this.#renewLater(false)),
      Math.min(wait, LONGEST_TIMER_MS),
    )
  }
}

/** Milliseconds by this machine's clock; NaN when the token does not say. It only says when to ask for the next token. */
const timeLeft = (token: string): number => Number(payloadOf(token)?.['exp']) * 1_000 - Date.now()
