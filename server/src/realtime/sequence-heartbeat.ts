import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { chatRoom, HEAD_INTERVAL_SECONDS } from '@support-chat/shared'
import { ChatsService } from '../chats/chats.service.js'
import { Broadcaster } from './broadcaster.js'
import type { ChatServer } from './chat-socket.js'

/** Chats asked about in one statement. */
const BATCH = 1_000
const PREFIX = chatRoom('')

/** Says, each 30 s, where the head of every chat is that a socket here has joined: who is behind catches up. */
@Injectable()
export class HeadBeacon implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(HeadBeacon.name)
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
      this.logger.warn(`No beacon this time: ${String(error)}`)
    }
  }
}
