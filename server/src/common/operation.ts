import { type Channel, channel, subscribe, unsubscribe } from 'node:diagnostics_channel'

/** One run of an {@link Operation}, told once it has ended. */
export interface Ended<About, Result> {
  readonly about: About
  /** Milliseconds since 1970, with fractions. */
  readonly startedAt: number
  readonly durationMs: number
  /** Null where it was rejected. */
  readonly result: Result | null
  /** What it was rejected with. */
  readonly error?: unknown
}

/**
 * Something of which operators want to know how often it happens, how long it takes and what comes of it. While nobody
 * listens, it costs nothing. Goes by one of Node's diagnostics channels, `support-chat:NAME`, and so for the whole process.
 */
export class Operation<About, Result> {
  private readonly channel: Channel

  constructor(private readonly name: string) {
    this.channel = channel(this.channelName)
  }

  async observe(about: About, run: () => Promise<Result>): Promise<Result> {
    if (!this.channel.hasSubscribers) return run()
    const began = performance.now()
    const tell = (outcome: Pick<Ended<About, Result>, 'result' | 'error'>) => {
      const durationMs = performance.now() - began
      this.channel.publish({ about, startedAt: performance.timeOrigin + began, durationMs, ...outcome })
    }
    try {
      const result = await run()
      tell({ result })
      return result
    } catch (error) {
      tell({ result: null, error })
      throw error
    }
  }

  /** @returns ends it */
  onEnd(listener: (ended: Ended<About, Result>) => void): () => void {
    const subscriber = (ended: unknown) => listener(ended as Ended<About, Result>)
    subscribe(this.channelName, subscriber)
    return () => {
      unsubscribe(this.channelName, subscriber)
    }
  }

  private get channelName(): string {
    return `support-chat:${this.name}`
  }
}
