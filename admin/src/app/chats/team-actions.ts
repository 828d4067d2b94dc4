import { inject, Injectable } from '@angular/core'
import { type ChatChanges, routes, staffRoutes, type SupportChatListItem } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { counted } from '../language/words.js'
import { ChatsStore } from './chats-store.js'
import { forEach, reasonWords } from './each.js'
import { Notices } from './notices.js'

/** Changes who takes care of a chat, and when. */
@Injectable()
export class TeamActions {
  private readonly connection = inject(LiveConnection)
  private readonly chats = inject(ChatsStore)
  private readonly notices = inject(Notices)

  /** @throws RequestError */
  async change(chatId: string, changes: ChatChanges): Promise<void> {
    this.chats.update(await this.connection.patch<SupportChatListItem>(routes.adminChat(chatId), changes))
  }

  /** Unread again for all of staff. Never rejects: {@link Notices} say what failed. */
  markUnread(chatIds: readonly string[]): Promise<void> {
    return this.tell('notMarkedUnread', chatIds, async (id) =>
      this.chats.update(await this.connection.post<SupportChatListItem>(staffRoutes.markUnread(id))),
    )
  }

  /** Says that no reply is needed. Never rejects: {@link Notices} say what failed. */
  needNoReply(chatIds: readonly string[]): Promise<void> {
    return this.tell('notSettled', chatIds, (id) => this.change(id, { needs_reply: false }))
  }

  private async tell(
    failure: 'notMarkedUnread' | 'notSettled',
    chatIds: readonly string[],
    request: (chatId: string) => Promise<void>,
  ): Promise<void> {
    const { failed, error } = await forEach(chatIds, request)
    if (!error) return
    this.notices.fail({
      words: () => `${counted(`notices.${failure}`, failed.length)} ${reasonWords(error)}`,
      tryAgain: () => this.tell(failure, failed, request),
    })
  }
}
