/** Repeats a request as often as it is wanted, but not more often than each `pauseMs`, and never two at a time. */
export class PacedRequest {
  private state: 'idle' | 'requesting' | 'pausing' = 'idle'
  private outdated = false
  private timer: ReturnType<typeof setTimeout> | undefined

  /** @param fetch one that fails is made again when it is next wanted */
  constructor(
    private readonly pauseMs: number,
    private readonly fetch: () => Promise<void>,
  ) {}

  get isPending(): boolean {
    return this.state === 'requesting'
  }

  /** At once, or as soon as the pause allows. */
  request(): void {
    this.outdated = true
    if (this.state === 'idle') void this.run()
  }

  /** Once more, where the last request is too recent to know of what has changed now. */
  repeat(): void {
    if (this.state !== 'idle') this.outdated = true
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private async run(): Promise<void> {
    this.state = 'requesting'
    this.outdated = false
    try {
      await this.fetch()
    } catch {
      // The next connection asks again.
    }
    this.state = 'pausing'
    this.timer = setTimeout(() => {
      this.state = 'idle'
      if (this.outdated) void this.run()
    }, this.pauseMs)
  }
}
