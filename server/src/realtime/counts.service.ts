import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common'
import { MAX_WATCHED_CHATS } from '@support-chat/shared'
import { ChatListService } from '../chats/chat-list.service.js'
import { Batcher } from '../common/batcher.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { RedisConnections } from '../redis/redis-connections.js'
import { Broadcaster } from './broadcaster.js'
import { type ChatServer, rooms } from './chat-socket.js'
import { SocketServer } from './socket-server.js'

/** From a change to the telling of it, in milliseconds, after a second in which there was none. */
const DELAY_MS = 25
/** Between two tellings, in milliseconds. */
const PERIOD_MS = 1_000
/** So often it is told without a change, in milliseconds: one of another process may have been lost on the way. */
const REPEAT_MS = 30_000
export const REPEAT_COUNTS = 'tell the counts once more'

/** What one process says to the others: chats in which users have written. */
const COUNTS_CHANGED = 'counts_changed'

/** Chats that have changed: whether their users have written. */
type Changes = Map<string, boolean>

/**
 * Tells staff who hear of some chats only how many chats each view has, and in which ones there is something new, a moment
 * after it is so and once a second at most. Each process tells its own sockets, and the others that something has changed.
 */
@Injectable()
export class CountsService implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CountsService.name)
  private readonly here = new PacedBatcher((changes) => this.tell(changes))
  private readonly forOthers = new PacedBatcher((changes) => this.tellProcesses(changes))
  /** The last telling: one overtakes another never, since the newer counts must come last. */
  private telling = Promise.resolve()

  constructor(
    private readonly socketServer: SocketServer,
    private readonly events: EventBus,
    private readonly chatList: ChatListService,
    private readonly broadcaster: Broadcaster,
    private readonly redis: RedisConnections,
    private readonly tasks: IntervalTasks,
  ) {}

  onModuleInit(): void {
    this.events.onAfterCommit('message.sent', ({ message }) =>
      this.changed(message.chat_id, message.sender_type === 'user'),
    )
    for (const name of ['chat.changed', 'chat.opened'] as const) {
      this.events.onAfterCommit(name, ({ chat_id }) => this.changed(chat_id, false))
    }
    this.events.onAfterCommit('note.created', ({ note }) => {
      if (note.mentions.length > 0) this.changed(note.chat_id, false)
    })
  }

  onApplicationBootstrap(): void {
    this.tasks.start(REPEAT_COUNTS, REPEAT_MS, () => this.here.add('', false))
  }

  /** Hears from now on what has changed at other processes. */
  listen(namespace: ChatServer): void {
    namespace.on(COUNTS_CHANGED, (news: string[]) => {
      this.here.add('', false)
      for (const chatId of [...news].reverse()) this.here.add(chatId, true)
    })
  }

  onApplicationShutdown(): void {
    this.here.stop()
    this.forOthers.stop()
  }

  private changed(chatId: string, isNew: boolean): void {
    this.here.add(chatId, isNew)
    if (this.redis.configured) this.forOthers.add(chatId, isNew)
  }

  // oxlint-disable-next-line typescript/require-await -- what a batcher takes
  private async tellProcesses(changes: Changes): Promise<void> {
    this.socketServer.current?.serverSideEmit(COUNTS_CHANGED, newsOf(changes))
  }

  private async tell(changes: Changes): Promise<void> {
    this.telling = this.telling.then(() => this.tellNow(changes))
    await this.telling
  }

  private async tellNow(changes: Changes): Promise<void> {
    const { adapter, sockets } = this.socketServer.current ?? {}
    const ids = [...(adapter?.rooms.get(rooms.watchers) ?? [])]
    const staffIds = new Set(ids.flatMap((id) => sockets?.get(id)?.data.principal.id ?? []))
    if (staffIds.size === 0) return
    const chat_ids = newsOf(changes)
    const [chat_id] = chat_ids
    try {
      for (const [staffId, counts] of await this.chatList.countsOf([...staffIds]))
        this.broadcaster.counts(staffId, { ...counts, ...(chat_id === undefined ? {} : { chat_id }), chat_ids })
    } catch (error) {
      this.logger.warn(`Failed to tell counts: staff=${staffIds.size} error=${String(error)}`)
      for (const [chatId, isNew] of changes) this.here.add(chatId, isNew)
    }
  }
}

/** The chats in which users have written, the last one first. */
function newsOf(changes: Changes): string[] {
  const news = [...changes].flatMap(([chatId, isNew]) => (isNew ? [chatId] : []))
  return news.reverse().slice(0, MAX_WATCHED_CHATS)
}

/** Flushes a moment after the first change, and again once a second at most. */
class PacedBatcher {
  private last = -Infinity
  private readonly batcher: Batcher<boolean>

  constructor(flush: (changes: Changes) => Promise<void>) {
    this.batcher = new Batcher<boolean>(DELAY_MS, (changes) => {
      this.last = performance.now()
      return flush(changes)
    })
  }

  add(chatId: string, isNew: boolean): void {
    this.batcher.setDelay(Math.max(DELAY_MS, this.last + PERIOD_MS - performance.now()))
    this.batcher.add(chatId, isNew, (known, added) => known || added)
  }

  stop(): void {
    this.batcher.stop()
  }
}
