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
  /** Another tab has seized it, or this one has given it up. */
  lost(stolen: boolean): void
  /** The browser has locks and will not give them: asking again would be no use. */
  refused(): void
}

/**
 * Among all tabs of an origin that ask for `name`, one leads at a time: who holds the Web Lock. The browser passes it on
 * when a tab closes or crashes. A page that is about to be frozen gives it up by itself, and leaves the queue: it could
 * not act on it. A browser that has locks and refuses them is asked once.
 *
 * @param pause milliseconds until a tab that was robbed of it queues up again
 */
export function leadership(name: string, listener: LeadershipListener, pause: number): Leadership {
  return new TabLeadership(name, listener, pause)
}

class TabLeadership implements Leadership {
  readonly #name: string
  readonly #listener: LeadershipListener
  readonly #pause: number
  readonly #leaving = new AbortController()
  /** Of the present candidature; aborted, it ends, be it waiting or leading. */
  #candidature: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(name: string, listener: LeadershipListener, pause: number) {
    this.#name = name
    this.#listener = listener
    this.#pause = pause
    const { signal } = this.#leaving
    const frozen = () => this.#withdraw()
    const thawed = () => this.stand()
    document.addEventListener('freeze', frozen, { signal })
    document.addEventListener('resume', thawed, { signal })
    window.addEventListener('pagehide', frozen, { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && thawed(), { signal })
  }

  stand(): void {
    if (!this.#candidature) void this.#request(false)
  }

  seize(): void {
    this.#withdraw()
    void this.#request(true)
  }

  async yield(wait: number): Promise<void> {
    const candidature = this.#candidature
    try {
      const { pending = [] } = await navigator.locks.query()
      if (candidature !== this.#candidature || !pending.some(({ name }) => name === this.#name)) return
    } catch {
      // A browser that keeps the queue to itself: nobody is let in front.
      return
    }
    this.#withdraw()
    this.#standIn(wait)
  }

  leave(): void {
    this.#leaving.abort()
    this.#withdraw()
  }

  async #request(steal: boolean): Promise<void> {
    if (this.#leaving.signal.aborted) return
    clearTimeout(this.#timer)
    const candidature = (this.#candidature = new AbortController())
    const { signal } = candidature
    let led = false
    const held = () =>
      new Promise<void>((release) => {
        if (signal.aborted) return release()
        signal.addEventListener('abort', () => release())
        led = true
        this.#listener.won()
      })
    let stolen = false
    try {
      await navigator.locks.request(this.#name, steal ? { steal } : { signal }, held)
    } catch (error) {
      stolen = led && (error as Error | null)?.name === 'AbortError'
    }
    // Aborted here.
    if (this.#candidature !== candidature) return
    this.#candidature = null
    if (led) this.#listener.lost(stolen)
    // Not at once: a browser that gives the lock and takes it away again would be asked without a pause.
    if (stolen) this.#standIn(this.#pause)
    else this.#listener.refused()
  }

  #standIn(wait: number): void {
    this.#timer = setTimeout(() => this.stand(), wait)
  }

  #withdraw(): void {
    clearTimeout(this.#timer)
    const candidature = this.#candidature
    this.#candidature = null
    candidature?.abort()
    if (candidature) this.#listener.lost(false)
  }
}
