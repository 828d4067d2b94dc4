import { AppError } from '../common/errors/app-error.js'

export interface GroupCommitOptions {
  /** Most sends that may wait. */
  capacity: number
  /** Most milliseconds that a send waits until a batch takes it. */
  waitMs: number
  /** After so many milliseconds, the next batch no longer waits for one that is being stored. */
  slowMs: number
}

const DEFAULTS: GroupCommitOptions = { capacity: 4_096, waitMs: 8_000, slowMs: 500 }

/** Most sends in one batch. */
const MAX_BATCH = 64

/** Batches being stored at once. Few, since whatever arrives meanwhile shares the next one. */
const MAX_RUNNING = 2

/**
 * For so many milliseconds of a batch, the next one gathers until it is as large: a statement costs as much as several
 * messages, so that batches which keep each other small would halve what a busy database can store.
 */
const GATHER_MS = 10

/** The same with the slow ones, which wait for a lock or for a silent database. Other connections of the pool are for readers. */
const MAX_OPEN = 10

/**
 * The part of the remaining capacity that one chat, or one sender, may take: some is always left for others, while an
 * import of a thousand messages into one chat still fits.
 */
const SHARE = 1 / 2

/** The chat of a send, and who sends it. */
export interface SendKey {
  chatId: string
  senderId: string
}

/** A send in a batch: the code that stores the batch settles it. */
export interface Queued<S, R> {
  readonly item: S
  readonly resolve: (stored: R) => void
  readonly reject: (error: unknown) => void
}

interface Running {
  readonly size: number
  readonly startedAt: number
}

interface Waiting<S, R> extends Queued<S, R>, SendKey {
  isTaken?: true
  timeout?: NodeJS.Timeout
}

/**
 * Queues sends for group commit: one that finds the database idle is stored at once and alone, those that arrive meanwhile
 * share the next transaction and its COMMIT. A batch holds one send of a chat at most: so the order of a chat is kept, and
 * a crowded chat waits here rather than in the database, where each waiting transaction would hold a connection.
 *
 * The queue is bounded, in length and in time: a client that is refused early tries again, while one that is kept waiting
 * would give up and send the same once more. The fuller it is, the fewer sends of one chat or one sender it takes, so
 * that an account that floods is refused long before others are.
 */
export class GroupCommitQueue<S, R> {
  private readonly options: GroupCommitOptions
  /** By chat; a chat that has just been served goes to the end. */
  private readonly waiting = new Map<string, Waiting<S, R>[]>()
  private readonly bySender = new Map<string, number>()
  private readonly busy = new Set<string>()
  private count = 0
  private readonly running = new Set<Running>()
  private open = 0
  /** When a batch last ended, or began while no other was open. */
  private progressedAt = 0
  /** The next look at what waits for a batch to be old, and when that is: most sends wait for nothing, and need no timer. */
  private look: NodeJS.Timeout | undefined
  private lookAt = Infinity

  /**
   * @param store settles every send of a batch; resolves once it has, and must not throw
   */
  constructor(
    private readonly store: (batch: Queued<S, R>[]) => Promise<void>,
    options: Partial<GroupCommitOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options }
  }

  /** Resolves once `item` is stored. @throws AppError `unavailable` where the queue is full, or does not get to it in time */
  add({ chatId, senderId }: SendKey, item: S): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const entry: Waiting<S, R> = { chatId, senderId, item, resolve, reject }
      if (!this.hasRoomFor(entry)) {
        reject(tooBusy())
        return
      }
      this.enqueue(entry)
      this.next()
      if (!entry.isTaken) entry.timeout = setTimeout(() => this.giveUp(entry), this.options.waitMs).unref()
    })
  }

  /** For how long, in milliseconds, no batch has ended; 0 while one is open at most. */
  stalledForMs(): number {
    return this.open > 1 ? performance.now() - this.progressedAt : 0
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
  }

  /** Counts an entry out that has left the queue. */
  private dequeued(entry: Waiting<S, R>): void {
    const { senderId } = entry
    entry.isTaken = true
    clearTimeout(entry.timeout)
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
    if (this.waiting.size === 0 || this.open >= MAX_OPEN) return
    const now = performance.now()
    const running = [...this.running].filter(({ startedAt }) => now - startedAt < this.options.slowMs)
    const isGathering = running.some(({ size, startedAt }) => now - startedAt < GATHER_MS && this.waiting.size < size)
    if (running.length < MAX_RUNNING && !isGathering) {
      const batch = this.takeBatch()
      if (batch.length > 0) void this.run(batch, now)
    }
    if (this.waiting.size > 0) this.lookAgain(now)
  }

  /** Looks again as soon as a batch is no longer fresh, or is slow. */
  private lookAgain(now: number): void {
    const moments = [...this.running].flatMap(({ startedAt }) => [
      startedAt + GATHER_MS,
      startedAt + this.options.slowMs,
    ])
    const soonest = Math.min(...moments.filter((moment) => moment > now))
    if (soonest >= this.lookAt) return
    clearTimeout(this.look)
    this.lookAt = soonest
    this.look = setTimeout(
      () => {
        this.lookAt = Infinity
        this.next()
      },
      Math.ceil(soonest - now),
    ).unref()
  }

  /** Takes the oldest send of each chat that is not being stored now. A chat with more goes to the end. */
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

  private async run(batch: Waiting<S, R>[], startedAt: number): Promise<void> {
    if (this.open++ === 0) this.progressedAt = startedAt
    const running: Running = { size: batch.length, startedAt }
    this.running.add(running)
    await this.store(batch)
    this.running.delete(running)
    this.open--
    this.progressedAt = performance.now()
    for (const { chatId } of batch) this.busy.delete(chatId)
    this.next()
  }
}

function tooBusy(): AppError {
  return new AppError('unavailable', 'Too much is being sent just now. Try again in a moment')
}
