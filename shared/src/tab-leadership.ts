/** One tab's part in the question who leads. */
export interface Leadership {
  /** Queues up; wins at once where nobody leads. */
  stand(): void
  /** Takes the place of a leader that does not answer any more. */
  seize(): void
  /** Lets the next in the queue have it, where there is one, and stands again after `wait` milliseconds. */
  yield(wait: number): Promise<void>
  /** Gives it up and stands no more. */
  leave(): void
}

export interface LeadershipListener {
  won(): void
  lost(): void
}

/**
 * Among all tabs of an origin that ask for `name`, one leads at a time: who holds the Web Lock. The browser passes it on
 * when a tab closes or crashes. A page that is about to be frozen gives it up by itself, and leaves the queue: it could
 * not act on it.
 */
export function leadership(name: string, listener: LeadershipListener): Leadership {
  return new TabLeadership(name, listener)
}

class TabLeadership implements Leadership {
  readonly #name: string
  readonly #listener: LeadershipListener
  readonly #leaving = new AbortController()
  /** Of the present candidature; aborted, it ends, be it waiting or leading. */
  #candidature: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(name: string, listener: LeadershipListener) {
    this.#name = name
    this.#listener = listener
    const { signal } = this.#leaving
    const frozen = () => this.#withdraw()
    const thawed = () => this.stand()
    document.addEventListener('freeze', frozen, { signal })
    document.addEventListener('resume', thawed, { signal })
    window.addEventListener('pagehide', frozen, { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && thawed(), { signal })
  }

  stand(): void {
    if (!this.#candidature) this.#request(false)
  }

  seize(): void {
    this.#withdraw()
    this.#request(true)
  }

  async yield(wait: number): Promise<void> {
    const candidature = this.#candidature
    const { pending = [] } = await navigator.locks.query()
    if (candidature !== this.#candidature || !pending.some(({ name }) => name === this.#name)) return
    this.#withdraw()
    this.#timer = setTimeout(() => this.stand(), wait)
  }

  leave(): void {
    this.#leaving.abort()
    this.#withdraw()
  }

  #request(steal: boolean): void {
    if (this.#leaving.signal.aborted) return
    clearTimeout(this.#timer)
    const candidature = (this.#candidature = new AbortController())
    const { signal } = candidature
    const held = () =>
      new Promise<void>((release) => {
        if (signal.aborted) return release()
        signal.addEventListener('abort', () => release())
        this.#listener.won()
      })
    navigator.locks
      .request(this.#name, steal ? { steal } : { signal }, held)
      .catch(() => undefined)
      // Aborted here, or seized by another tab.
      .then(() => {
        if (this.#candidature !== candidature) return
        this.#candidature = null
        this.#listener.lost()
        this.stand()
      })
  }

  #withdraw(): void {
    clearTimeout(this.#timer)
    const candidature = this.#candidature
    this.#candidature = null
    candidature?.abort()
    if (candidature) this.#listener.lost()
  }
}
