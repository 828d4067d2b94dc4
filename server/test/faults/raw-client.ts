import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Ack, ApiError, RateLimitDetails, SupportMessage } from '@support-chat/shared'
import { io } from 'socket.io-client'
import type { TestSocket } from '../test-app.js'
import { emptyLog, type RecordedClient } from './recorded-client.js'

/** Far more than any answer takes: a line that breaks ends the wait at once, and who repeats too early only adds to the work. */
const PATIENCE_MS = 60_000
const RETRY_MS = 50

/**
 * A client of the contract alone, without the product's engine: it repeats what is not acknowledged, under the same
 * `client_id`, and asks for what came after the last message without a gap.
 */
export class RawClient implements RecordedClient {
  readonly log
  readonly keepsOrder = false
  unsent = 0
  readonly socket: TestSocket
  private readonly bySequence = new Map<number, SupportMessage>()
  private cursor = 0
  private catchingUp = false
  private closed = false

  constructor(name: string, chatId: string, url: string, token: string) {
    this.log = emptyLog(name, chatId)
    this.socket = io(url, {
      auth: { token },
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: RETRY_MS,
      reconnectionDelayMax: 500,
    })
    this.socket.on('connect', () => void this.catchUp())
    this.socket.on('head', ({ last_sequence }) => {
      if (last_sequence > this.cursor) void this.catchUp()
    })
    this.socket.on('new_message', ({ message }) => {
      if (message.chat_id !== chatId) return
      this.take([message])
      if (message.sequence > this.cursor) void this.catchUp()
    })
  }

  get shown(): readonly SupportMessage[] {
    return [...this.bySequence.values()].sort((a, b) => a.sequence - b.sequence)
  }

  write(text: string): void {
    void this.send(text)
  }

  /** Until it is acknowledged, or this client is closed. Refusals that no repetition changes are errors of the test. */
  async send(content: string, client_id: string = randomUUID()): Promise<SupportMessage | null> {
    this.unsent++
    this.log.written.push(content)
    while (!this.closed) {
      const answer = await this.request(content, client_id)
      if (answer?.ok) {
        this.unsent--
        this.log.acknowledged.push(answer.data)
        this.take([answer.data])
        return answer.data
      }
      await delay(waitAfter(answer?.error))
    }
    return null
  }

  /** Asks for everything after the cursor, page by page, and writes each answer down. */
  async catchUp(): Promise<void> {
    if (this.catchingUp) return
    this.catchingUp = true
    try {
      for (let head = Infinity, before = -1; this.cursor < head && this.cursor !== before;) {
        before = this.cursor
        const since = this.cursor
        const answer = await this.socket
          .timeout(PATIENCE_MS)
          .emitWithAck('join_chat', { chat_id: this.log.chatId, since })
        if (!answer.ok) throw new Error(answer.error.code)
        this.log.pages.push({ since, messages: answer.data.messages })
        this.take(answer.data.messages)
        head = answer.data.last_sequence
      }
    } catch {
      if (!this.closed) setTimeout(() => void this.catchUp(), RETRY_MS)
    } finally {
      this.catchingUp = false
    }
  }

  close(): void {
    this.closed = true
    this.socket.disconnect()
  }

  private request(content: string, client_id: string): Promise<Ack<SupportMessage> | null> {
    const payload = { chat_id: this.log.chatId, content, client_id }
    return this.socket
      .timeout(PATIENCE_MS)
      .emitWithAck('send_message', payload)
      .catch(() => null)
  }

  private take(messages: readonly SupportMessage[]): void {
    for (const message of messages) {
      this.log.told.push(message)
      const known = this.bySequence.get(message.sequence)
      if (known && known.id !== message.id) this.log.doubled.push(`two messages under sequence ${message.sequence}`)
      this.bySequence.set(message.sequence, message)
    }
    while (this.bySequence.has(this.cursor + 1)) this.cursor++
  }
}

function waitAfter(error: ApiError | undefined): number {
  if (!error || error.code === 'unavailable' || error.code === 'internal') return RETRY_MS
  if (error.code === 'rate_limited') return (error.details as RateLimitDetails).retry_after_ms
  throw new Error(`The server refused a message: ${error.code}`)
}
