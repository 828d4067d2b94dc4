import type { SenderType } from '@support-chat/shared'
import {
  createConnection,
  memoryOutboxStore,
  openStaffChat,
  openUserChat,
  type ChatSession,
  type ChatState,
  type Connection,
  type OutboxStore,
  type Timings,
} from '@support-chat/shared/client'
import { emptyLog, type RecordedClient } from './recorded-client.js'

/** The product's waits, shorter: a test has no half minute for each. */
const TIMINGS: Partial<Timings> = {
  backoff: 50,
  backoffMax: 1_000,
  firstConnect: 10_000,
  requestTimeout: 20_000,
  stableAfter: 0,
  upgradeInterval: 500,
}

export interface Seat {
  name: string
  chatId: string
  url: string
  side: SenderType
  token: string | (() => string)
  store?: OutboxStore
}

/** The client engine as widget and console use it, watched at every change. */
export class EngineClient implements RecordedClient {
  readonly log
  readonly keepsOrder = true
  readonly connection: Connection
  private readonly chat: ChatSession
  private readonly told = new Set<string>()

  constructor(private readonly seat: Seat) {
    const { name, chatId, url, token, side } = seat
    this.log = emptyLog(name, chatId)
    this.connection = createConnection({
      serverUrl: url,
      getToken: () => (typeof token === 'string' ? token : token()),
      timings: TIMINGS,
    })
    const options = { userKey: name, store: seat.store ?? memoryOutboxStore(), timings: TIMINGS }
    this.chat =
      side === 'user' ? openUserChat(this.connection, options) : openStaffChat(this.connection, chatId, options)
    this.chat.subscribe(({ items }) => this.watch(items))
    this.connection.start()
  }

  get shown() {
    return this.chat.state.items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []))
  }

  get unsent(): number {
    return this.chat.state.items.filter(({ kind }) => kind === 'pending').length
  }

  /** In the conversation, over a socket. */
  get isLive(): boolean {
    return this.chat.state.loaded && this.connection.state.transport === 'websocket'
  }

  write(text: string): void {
    this.log.written.push(text)
    this.chat.send(text)
  }

  close(): void {
    this.chat.close()
    this.connection.stop()
  }

  private watch(items: ChatState['items']): void {
    const seen = new Set<string>()
    let previous: number | null = null
    for (const { kind, message } of items) {
      if (seen.has(message.content)) this.log.doubled.push(`${this.seat.name} shows "${message.content}" twice`)
      seen.add(message.content)
      if (kind === 'pending') continue
      if (previous !== null && message.sequence !== previous + 1) {
        this.log.misplaced.push(`${this.seat.name} shows ${message.sequence} after ${previous}`)
      }
      previous = message.sequence
      if (this.told.has(message.id)) continue
      this.told.add(message.id)
      this.log.told.push(message)
      if (this.log.written.includes(message.content)) this.log.acknowledged.push(message)
    }
  }
}
