import { AppError } from '../common/errors/app-error.js'

export interface GroupCommitOptions {
  /** Most sends that wait. */
  capacity: number
  /** How long one waits for a transaction to take it, in milliseconds. */
  waitMs: number
  /** A transaction that takes longer, in milliseconds, is overtaken by the next one. */
  slowMs: number
}

const DEFAULTS: GroupCommitOptions = { capacity: 4_096, waitMs: 8_000, slowMs: 500 }

/** Most sends in one transaction. */
const MAX_BATCH = 64

/** Transactions at once. Few, since whatever arrives while they run shares the next one. */
const MAX_RUNNING = 2

/** With the slow ones, which wait for a lock, or for a database that says nothing. The pool's rest is for readers. */
const MAX_OPEN = 10

/** For so long, in milliseconds, the sends of a batch that failed are tried one by one: nobody waits longer. */
const ALONE_MS = 8_000

/**
 * Of the room that is left, one chat and one sender may take this part: there is always some for others, and an import
 * of a thousand messages into one chat is no flood.
 */
const SHARE = 1 / 2

/** Whose a send is, in which chat. */
export interface SendKey {
  chatId: string
  senderId: string
}

interface Waiting<S, R> extends SendKey {
  send: S
  resolve: (stored: R) => void
  reject: (error: unknown) => void
  refusal?: NodeJS.Timeout
}

/**
 * Stores sends together: one that finds the database idle goes at once and alone, those that arrive meanwhile share the
 * next transaction and its COMMIT. A transaction holds one send of a chat at most, so that what comes first is stored
 * first, and a crowded chat waits here rather than in the database, where each waiting transaction would hold one of the
 * pool's connections.
 *
 * What waits is bounded, in number and in time: a client that is refused early tries again, one that is kept waiting
 * gives up and sends the same once more. The more is waiting, the less of it may be of one chat or one sender, so that
 * whoever floods is refused long before the others.
 */
export class GroupCommitQueue<S, R> {
  private readonly options: GroupCommitOptions
  /** By chat, in the order in which the chats' oldest sends came. */
  private readonly waiting = new Map<string, Waiting<S, R>[]>()
  private readonly bySender = new Map<string, number>()
  private readonly busy = new Set<string>()
  private count = 0
  private running = 0
  private open = 0
  /** When a transaction last ended, or began while there was no other. */
  private movedAt = 0

  /**
   * @param store stores a batch in one transaction and answers in its order, or throws and has stored none of it
   * @param isShared whether a failure says something of the whole batch; after any other, each is tried alone
   */
  constructor(
    private readonly store: (batch: S[]) => Promise<R[]>,
    private readonly isShared: (error: unknown) => boolean,
    options: Partial<GroupCommitOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options }
  }

  /** Resolves once `send` is committed. @throws AppError `unavailable` where there is no room for it, or no time */
  add({ chatId, senderId }: SendKey, send: S): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const entry: Waiting<S, R> = { chatId, senderId, send, resolve, reject }
      if (!this.hasRoomFor(entry)) {
        reject(tooBusy())
        return
      }
      this.enqueue(entry)
      this.next()
    })
  }

  /** How long nothing that is being stored has ended; 0 while one transaction at most is open. */
  stalledForMs(): number {
    return this.open > 1 ? performance.now() - this.movedAt : 0
  }

  private hasRoomFor({ chatId, senderId }: SendKey): boolean {
    const share = (this.options.capacity - this.count) * SHARE
    return (this.waiting.get(chatId)?.length ?? 0) < share && (this.bySender.get(senderId) ?? 0) < share
  }

  private enqueue(entry: Waiting<S, R>): void {
    const line = this.waiting.get(entry.chatId)
    if (line) line.push(entry)
    else this.waiting.set(entry.chatId, [entry])
    this.count++
    this.bySender.set(entry.senderId, (this.bySender.get(entry.senderId) ?? 0) + 1)
    entry.refusal = setTimeout(() => this.giveUp(entry), this.options.waitMs).unref()
  }

  /** It is not in the queue any more. */
  private dequeued({ senderId, refusal }: Waiting<S, R>): void {
    clearTimeout(refusal)
    this.count--
    const left = (this.bySender.get(senderId) ?? 1) - 1
    if (left > 0) this.bySender.set(senderId, left)
    else this.bySender.delete(senderId)
  }

  private giveUp(entry: Waiting<S, R>): void {
    const line = this.waiting.get(entry.chatId) ?? []
    line.splice(line.indexOf(entry), 1)
    if (line.length === 0) this.waiting.delete(entry.chatId)
    this.dequeued(entry)
    entry.reject(tooBusy())
  }

  private next(): void {
    if (this.running >= MAX_RUNNING || this.open >= MAX_OPEN) return
    const batch = this.takeBatch()
    if (batch.length > 0) void this.run(batch)
  }

  /** The oldest send of each chat that is not busy, which it is from then on. A chat with more goes to the end of the line. */
  private takeBatch(): Waiting<S, R>[] {
    const batch: Waiting<S, R>[] = []
    for (const [chatId, line] of this.waiting) {
      if (batch.length === MAX_BATCH) break
      if (this.busy.has(chatId)) continue
      const first = line.shift()
      this.waiting.delete(chatId)
      if (line.length > 0) this.waiting.set(chatId, line)
      if (!first) continue
      this.busy.add(chatId)
      this.dequeued(first)
      batch.push(first)
    }
    return batch
  }

  private async run(batch: Waiting<S, R>[]): Promise<void> {
    if (this.open++ === 0) this.movedAt = performance.now()
    this.running++
    let isSlow = false
    const overtake = setTimeout(() => {
      isSlow = true
      this.running--
      this.next()
    }, this.options.slowMs).unref()
    await this.storeBatch(batch)
    clearTimeout(overtake)
    if (!isSlow) this.running--
    this.open--
    this.movedAt = performance.now()
    for (const { chatId } of batch) this.busy.delete(chatId)
    this.next()
  }

  private async storeBatch(batch: Waiting<S, R>[]): Promise<void> {
    const began = performance.now()
    try {
      const stored = await this.store(batch.map(({ send }) => send))
      batch.forEach(({ resolve }, at) => resolve(stored[at] as R))
    } catch (error) {
      for (const one of batch) {
        const isLate = performance.now() - began > ALONE_MS
        if (batch.length === 1 || isLate || this.isShared(error)) one.reject(error)
        else await this.storeBatch([one])
      }
    }
  }
}

function tooBusy(): AppError {
  return new AppError('unavailable', 'Too much is being sent just now. Try again in a moment')
}
