export interface LeaderElectionListener {
  won(): void
  /** Another tab has stolen the lead, or this one has given it up. */
  lost(stolen: boolean): void
  /** The browser has Web Locks and refuses them: requesting again would be no use. */
  refused(): void
}

/**
 * Among all tabs of an origin that ask for `name`, one leads at a time: who holds the Web Lock. The browser passes it on
 * when a tab closes or crashes. A page that is about to be frozen releases it and leaves the queue, since it could not
 * lead. A browser that has locks and refuses them is asked once.
 */
export class LeaderElection {
  readonly #name: string
  readonly #listener: LeaderElectionListener
  readonly #pause: number
  readonly #disposing = new AbortController()
  /** Ends this tab's candidacy, waiting or leading, when it aborts; null while it has none. */
  #candidacy: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param pause milliseconds until a tab that the lead was stolen from campaigns again */
  constructor(name: string, listener: LeaderElectionListener, pause: number) {
    this.#name = name
    this.#listener = listener
    this.#pause = pause
    const { signal } = this.#disposing
    const onFreeze = () => this.#withdraw()
    const onResume = () => this.campaign()
    document.addEventListener('freeze', onFreeze, { signal })
    document.addEventListener('resume', onResume, { signal })
    window.addEventListener('pagehide', onFreeze, { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && onResume(), { signal })
  }

  /** Queues for the lock; leads at once where no other tab does. */
  campaign(): void {
    if (!this.#candidacy) void this.#request(false)
  }

  /** Takes the place of a leader that does not answer any more. */
  steal(): void {
    this.#withdraw()
    void this.#request(true)
  }

  /** Lets the next in the queue lead, where there is one, and campaigns again after `wait` milliseconds. */
  async stepDown(wait: number): Promise<void> {
    const candidacy = this.#candidacy
    try {
      const { pending = [] } = await navigator.locks.query()
      if (candidacy !== this.#candidacy || !pending.some(({ name }) => name === this.#name)) return
    } catch {
      // The browser does not show the queue: this tab goes on leading.
      return
    }
    this.#withdraw()
    this.#campaignAfter(wait)
  }

  /** Gives the lead up and campaigns no more. */
  dispose(): void {
    this.#disposing.abort()
    this.#withdraw()
  }

  async #request(steal: boolean): Promise<void> {
    if (this.#disposing.signal.aborted) return
    clearTimeout(this.#timer)
    const candidacy = (this.#candidacy = new AbortController())
    const { signal } = candidacy
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
    if (this.#candidacy !== candidacy) return
    this.#candidacy = null
    if (led) this.#listener.lost(stolen)
    // After a pause, since there are browsers that grant the lock and take it away again at once.
    if (stolen) this.#campaignAfter(this.#pause)
    else this.#listener.refused()
  }

  #campaignAfter(wait: number): void {
    this.#timer = setTimeout(() => this.campaign(), wait)
  }

  #withdraw(): void {
    clearTimeout(this.#timer)
    const candidacy = this.#candidacy
    this.#candidacy = null
    candidacy?.abort()
    if (candidacy) this.#listener.lost(false)
  }
}
