/** Most sends in one transaction. */
const MAX_BATCH = 64

/** Transactions at once. Few, since whatever arrives while they run shares the next one; the pool's rest is for readers. */
const MAX_RUNNING = 2

interface Waiting<S, R> {
  send: S
  resolve: (stored: R) => void
  reject: (error: unknown) => void
}

/**
 * Stores sends together: one that finds the database idle goes at once and alone, those that arrive meanwhile share the
 * next transaction and its COMMIT. A transaction holds one send of a chat at most, so that what comes first is stored
 * first, and a crowded chat waits here rather than in the database, where each waiting transaction would hold one of the
 * pool's connections.
 */
export class SendQueue<S, R> {
  /** By chat, in the order in which the chats' oldest sends came. */
  private readonly waiting = new Map<string, Waiting<S, R>[]>()
  private readonly busy = new Set<string>()
  private running = 0

  /**
   * @param store stores a batch in one transaction and answers in its order, or throws and has stored none of it
   * @param isShared whether a failure says something of the whole batch; after any other, each is tried alone
   */
  constructor(
    private readonly store: (batch: S[]) => Promise<R[]>,
    private readonly isShared: (error: unknown) => boolean,
  ) {}

  /** Resolves once `send` is committed. */
  add(chatId: string, send: S): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const line = this.waiting.get(chatId)
      if (line) line.push({ send, resolve, reject })
      else this.waiting.set(chatId, [{ send, resolve, reject }])
      this.next()
    })
  }

  private next(): void {
    if (this.running >= MAX_RUNNING) return
    const batch = this.takeBatch()
    if (batch.size === 0) return
    this.running++
    void this.run([...batch.values()]).then(() => {
      this.running--
      for (const chatId of batch.keys()) this.busy.delete(chatId)
      this.next()
    })
  }

  /** The oldest send of each chat that is not busy, which it is from then on. A chat with more goes to the end of the line. */
  private takeBatch(): Map<string, Waiting<S, R>> {
    const batch = new Map<string, Waiting<S, R>>()
    for (const [chatId, line] of this.waiting) {
      if (batch.size === MAX_BATCH) break
      if (this.busy.has(chatId)) continue
      const [first, ...rest] = line
      if (first) batch.set(chatId, first)
      this.busy.add(chatId)
      this.waiting.delete(chatId)
      if (rest.length) this.waiting.set(chatId, rest)
    }
    return batch
  }

  private async run(batch: Waiting<S, R>[]): Promise<void> {
    try {
      const stored = await this.store(batch.map(({ send }) => send))
      batch.forEach(({ resolve }, at) => resolve(stored[at] as R))
    } catch (error) {
      if (batch.length > 1 && !this.isShared(error)) for (const one of batch) await this.run([one])
      else for (const { reject } of batch) reject(error)
    }
  }
}
