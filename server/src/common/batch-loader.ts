interface Waiting<V> {
  readonly result: Promise<V | null>
  readonly resolve: (value: V | null) => void
  readonly reject: (reason: unknown) => void
}

interface BatchLimits {
  /** Keys of one batch. */
  readonly maxKeys: number
  /** Batches that are loaded at a time. */
  readonly maxRunning: number
}

/**
 * Looks many keys up in one go: those that are asked for in one turn of the event loop, or while other batches are under
 * way. A caller never gets what was read before it asked.
 */
export class BatchLoader<V> {
  private waiting = new Map<string, Waiting<V>>()
  private isScheduled = false
  private running = 0

  /** @param load what is not in its answer is not there */
  constructor(
    private readonly load: (keys: string[]) => Promise<ReadonlyMap<string, V>>,
    private readonly limits: BatchLimits,
  ) {}

  /** @returns null where there is no such key. @throws what `load` throws */
  find(key: string): Promise<V | null> {
    const waiting = this.waiting.get(key) ?? this.add(key)
    if (!this.isScheduled) {
      this.isScheduled = true
      setImmediate(() => this.start())
    }
    return waiting.result
  }

  private add(key: string): Waiting<V> {
    let settle: Omit<Waiting<V>, 'result'> | undefined
    const result = new Promise<V | null>((resolve, reject) => (settle = { resolve, reject }))
    const waiting = { result, ...(settle as unknown as Omit<Waiting<V>, 'result'>) }
    this.waiting.set(key, waiting)
    return waiting
  }

  private start(): void {
    this.isScheduled = false
    while (this.running < this.limits.maxRunning && this.waiting.size > 0) void this.run(this.take())
  }

  /** The ones that have waited longest. */
  private take(): Map<string, Waiting<V>> {
    if (this.waiting.size <= this.limits.maxKeys) {
      const all = this.waiting
      this.waiting = new Map()
      return all
    }
    const batch = new Map([...this.waiting].slice(0, this.limits.maxKeys))
    for (const key of batch.keys()) this.waiting.delete(key)
    return batch
  }

  private async run(batch: Map<string, Waiting<V>>): Promise<void> {
    this.running++
    try {
      const found = await this.load([...batch.keys()])
      for (const [key, { resolve }] of batch) resolve(found.get(key) ?? null)
    } catch (error) {
      for (const { reject } of batch.values()) reject(error)
    } finally {
      this.running--
      this.start()
    }
  }
}
