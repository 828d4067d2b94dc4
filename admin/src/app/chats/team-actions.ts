import { inject, Injectable } from '@angular/core'
import { type ChatChanges, routes, staffRoutes, type SupportChatListItem } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatsStore } from './chats-store.js'

/** Changes who takes care of a chat, and when. Everything rejects with a RequestError where the server refuses it. */
@Injectable()
export class TeamActions {
  private readonly connection = inject(LiveConnection)
  private readonly chats = inject(ChatsStore)

  async change(chatId: string, changes: ChatChanges): Promise<void> {
    this.chats.update(await this.connection.patch<SupportChatListItem>(routes.adminChat(chatId), changes))
  }

  async markUnread(chatId: string): Promise<void> {
    this.chats.update(await this.connection.post<SupportChatListItem>(staffRoutes.markUnread(chatId)))
  }
}
