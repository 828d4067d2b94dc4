/** Gathers what changes within a moment, so that it is told or written down together, and each of it once. */
export class Gathering<V = void> {
  private gathered = new Map<string, V>()
  private timer: NodeJS.Timeout | undefined

  /**
   * @param waitMs from the first change on, in milliseconds
   * @param settle takes what was gathered, by key; must not throw
   */
  constructor(
    private waitMs: number,
    private readonly settle: (gathered: Map<string, V>) => Promise<void>,
  ) {}

  /** @param merge makes one of two values for the same key; the newer one when left out */
  add(key: string, value: V, merge: (known: V, added: V) => V = (_, added) => added): void {
    const known = this.gathered.has(key) ? merge(this.gathered.get(key) as V, value) : value
    this.gathered.set(key, known)
    this.timer ??= setTimeout(() => this.end(), this.waitMs).unref()
  }

  /** For what is gathered after the present moment. */
  waitFor(milliseconds: number): void {
    this.waitMs = milliseconds
  }

  /** What was not settled by now never is. */
  stop(): void {
    clearTimeout(this.timer)
  }

  private end(): void {
    const { gathered } = this
    this.gathered = new Map()
    this.timer = undefined
    void this.settle(gathered)
  }
}
