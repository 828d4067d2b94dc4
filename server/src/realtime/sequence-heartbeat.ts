import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { chatRoom, HEAD_INTERVAL_SECONDS } from '@support-chat/shared'
import { IntervalTasks } from '../common/interval-tasks.js'
import { ChatsService } from '../chats/chats.service.js'
import { Broadcaster } from './broadcaster.js'
import { pingAlong } from './ping-along.js'
import { SocketServer } from './socket-server.js'

/** Chats read in one statement. */
const BATCH = 1_000
const PREFIX = chatRoom('')

/** Sends the newest sequence of each joined chat to its sockets, each 30 s: a client that has missed messages fetches them. */
@Injectable()
export class SequenceHeartbeat implements OnApplicationBootstrap {
  constructor(
    private readonly socketServer: SocketServer,
    private readonly chats: ChatsService,
    private readonly broadcaster: Broadcaster,
    private readonly tasks: IntervalTasks,
  ) {}

  onApplicationBootstrap(): void {
    this.tasks.start('send sequence heartbeats', HEAD_INTERVAL_SECONDS * 1000, () => this.beat())
  }

  async beat(): Promise<void> {
    const joined = [...(this.socketServer.current?.adapter.rooms.keys() ?? [])].filter((room) =>
      room.startsWith(PREFIX),
    )
    for (let start = 0; start < joined.length; start += BATCH) {
      const chatIds = joined.slice(start, start + BATCH).map((room) => room.slice(PREFIX.length))
      for (const head of await this.chats.heads(chatIds)) {
        this.broadcaster.head(head)
        this.pingIn(chatRoom(head.chat_id))
      }
    }
  }

  private pingIn(room: string): void {
    const { adapter, sockets } = this.socketServer.current ?? {}
    for (const id of adapter?.rooms.get(room) ?? []) {
      const socket = sockets?.get(id)
      if (socket) pingAlong(socket.conn)
    }
  }
}
