import type { ConnectionOptions } from './connection.js'
import { toApiError, unauthenticated, unavailable } from '../core/request-error.js'
import { startStopwatch } from '../core/stopwatch.js'
import { payloadOf } from '../core/token-payload.js'
import { withTimeout } from '../core/with-timeout.js'

/** How long before its expiry a token is renewed; a short-lived one in the last quarter of its time. */
const AHEAD_MS = 60_000
/** Between two renewals where the page gives the same token again. */
const STALE_MS = 30_000
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** What an `Authorization` header can carry; the HTML of a sign-in page, which some backends answer with, is none. */
const TOKEN = /^[\w.~+/=-]+$/

/** The token in use; renews it before it expires and when the server has refused it. */
export class AccessToken {
  readonly #source: Pick<ConnectionOptions, 'getToken' | 'tokenAge' | 'credentials'>
  readonly #timeout: number
  readonly #onRenewed: (token: string) => void
  /** Empty where cookies alone say who it is. */
  #current: string | undefined
  /** Milliseconds since the page last gave the one in use. */
  #age = () => Infinity
  #renewal: Promise<string> | null = null
  #calls = 0
  /** The number of the latest call of `getToken` that was answered. */
  #answered = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** @param timeout milliseconds for one call of `getToken` */
  constructor(
    source: Pick<ConnectionOptions, 'getToken' | 'tokenAge' | 'credentials'>,
    timeout: number,
    onRenewed: (token: string) => void,
  ) {
    this.#source = source
    this.#timeout = timeout
    this.#onRenewed = onRenewed
  }

  /** The one in use, or the first one. @throws RequestError where the page gives none */
  async get(): Promise<string> {
    return this.#current ?? this.#renew(false)
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

  /** A new one, since the server has refused `refused`; several refusals of one token renew it once. */
  async replace(refused: string): Promise<string> {
    return this.#current === refused ? this.#renew(true) : this.get()
  }

  /** Renews it where the page last gave one more than `maxAge` milliseconds ago. @throws RequestError */
  async freshen(maxAge: number): Promise<void> {
    if ((this.#source.tokenAge ?? this.#age)() > maxAge) await this.#renew(false)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #renew(refused: boolean): Promise<string> {
    return (this.#renewal ??= withTimeout(this.#timeout, this.#fetch(refused)).finally(() => (this.#renewal = null)))
  }

  async #fetch(refused: boolean): Promise<string> {
    // After sign-out the page may give another user's token.
    if (this.#stopped) throw unavailable()
    const call = ++this.#calls
    let given: unknown
    try {
      given = await this.#source.getToken(refused)
    } catch {
      // The page's own backend may be out of reach for now: retried like any network failure.
      throw unavailable()
    }
    // An answer after the timeout is used all the same, unless a later call was answered before it.
    if (call < this.#answered) throw unavailable()
    const next = typeof given === 'string' ? given.trim() : ''
    if (!TOKEN.test(next) && (next || this.#source.credentials !== 'include')) throw unauthenticated()
    this.#answered = call
    this.#age = startStopwatch()
    const renewed = next !== this.#current
    this.#current = next
    this.#scheduleRenewal(renewed)
    if (renewed) this.#onRenewed(next)
    return next
  }

  #scheduleRenewal(renewed: boolean): void {
    clearTimeout(this.#timer)
    const left = timeLeft(this.#current ?? '')
    if (this.#stopped || !left) return
    const wait = Math.max(renewed && left > 0 ? 1_000 : STALE_MS, left - Math.min(left / 4, AHEAD_MS))
    this.#timer = setTimeout(
      () => this.#renew(false).catch(() => this.#scheduleRenewal(false)),
      Math.min(wait, LONGEST_TIMER_MS),
    )
  }
}

/** Milliseconds until it expires, by this machine's clock; NaN where it does not say. Only for when to renew it. */
const timeLeft = (token: string): number => Number(payloadOf(token)?.['exp']) * 1_000 - Date.now()
