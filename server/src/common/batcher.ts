/** Collects what changes within a short time, so that it is announced or written in one go, each key once. */
export class Batcher<V = void> {
  private batch = new Map<string, V>()
  private timer: NodeJS.Timeout | undefined

  /**
   * @param delayMs from the first change of a batch to its flush, in milliseconds
   * @param flush takes the batch, by key; must not throw
   */
  constructor(
    private delayMs: number,
    private readonly flush: (batch: Map<string, V>) => Promise<void>,
  ) {}

  /** @param merge makes one of two values for the same key; the newer one when left out */
  add(key: string, value: V, merge: (known: V, added: V) => V = (_, added) => added): void {
    const known = this.batch.has(key) ? merge(this.batch.get(key) as V, value) : value
    this.batch.set(key, known)
    this.timer ??= setTimeout(() => this.flushNow(), this.delayMs).unref()
  }

  /** Applies from the next batch on. */
  setDelay(milliseconds: number): void {
    this.delayMs = milliseconds
  }

  /** For shutdown: what has not been flushed by now is dropped. */
  stop(): void {
    clearTimeout(this.timer)
  }

  /** Flushes what there is before its time. */
  flushNow(): void {
    const { batch } = this
    this.stop()
    this.timer = undefined
    if (batch.size === 0) return
    this.batch = new Map()
    void this.flush(batch)
  }
}
