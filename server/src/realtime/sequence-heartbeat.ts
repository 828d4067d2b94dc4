import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { chatRoom, HEAD_INTERVAL_SECONDS } from '@support-chat/shared'
import { ChatsService } from '../chats/chats.service.js'
import { Broadcaster } from './broadcaster.js'
import type { ChatServer } from './chat-socket.js'

/** Chats read in one statement. */
const BATCH = 1_000
const PREFIX = chatRoom('')

/** Sends the newest sequence of each joined chat to its sockets, each 30 s: a client that has missed messages fetches them. */
@Injectable()
export class SequenceHeartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SequenceHeartbeat.name)
  private timer: NodeJS.Timeout | undefined
  private server: ChatServer | null = null

  constructor(
    private readonly chats: ChatsService,
    private readonly broadcaster: Broadcaster,
  ) {}

  attach(server: ChatServer): void {
    this.server = server
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.beat(), HEAD_INTERVAL_SECONDS * 1000).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer)
  }

  async beat(): Promise<void> {
    const joined = [...(this.server?.sockets.adapter.rooms.keys() ?? [])].filter((room) => room.startsWith(PREFIX))
    try {
      for (let start = 0; start < joined.length; start += BATCH) {
        const chatIds = joined.slice(start, start + BATCH).map((room) => room.slice(PREFIX.length))
        for (const head of await this.chats.heads(chatIds)) this.broadcaster.head(head)
      }
    } catch (error) {
      this.logger.warn(`Failed to send sequence heartbeats: chats=${joined.length} error=${String(error)}`)
    }
  }
}
