import { Injectable } from '@nestjs/common'
import { type AdminSupportChat, DEFAULT_PAGE_SIZE, type SupportChat } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { ChatListService } from '../chats/chat-list.service.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { WelcomeService } from '../widget-settings/welcome.service.js'
import { MessagesService } from './messages.service.js'
import { ReadingService } from './reading.service.js'

/** Opens a chat with its newest messages. */
@Injectable()
export class ConversationService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly list: ChatListService,
    private readonly messages: MessagesService,
    private readonly reading: ReadingService,
    private readonly welcome: WelcomeService,
  ) {}

  /** A user's own chat, made on first use. */
  async openOwn(principal: Principal): Promise<SupportChat> {
    const chatId = await this.access.ownChatId(principal)
    const welcome = await this.welcome.read()
    return this.unitOfWork.read(async (reader) => {
      const chat = await this.access.find(reader, principal, chatId)
      const page = await this.messages.readPage(reader, chat.id, chat.lastSequence, { limit: DEFAULT_PAGE_SIZE })
      const { externalId } = chat.user
      return { id: chat.id, external_id: externalId ?? '', ...page, unread_count: chat.userUnreadCount, ...welcome }
    })
  }

  /** Opens a chat for staff; people have viewed it by that, but for viewers and programs. Thanks to the row lock no message counts that is not in the answer. */
  open(principal: Principal, chatId: string): Promise<AdminSupportChat> {
    return this.unitOfWork.run(async (tx) => {
      const chat = await this.access.lock(tx, principal, chatId)
      if (principal.scopes === null) {
        if (await this.reading.countsAsReader(tx, principal)) await this.reading.view(tx, chat, chat.lastSequence)
        await tx.publish('chat.opened', { chat_id: chat.id, staff_id: principal.id })
      }
      const page = await this.messages.readPage(tx, chat.id, chat.lastSequence, { limit: DEFAULT_PAGE_SIZE })
      const { id, email, name } = chat.user
      const archived = chat.archivedAt !== null
      const team = await this.list.teamState(tx, chat.id)
      return { id: chat.id, user_id: id, user_email: email, user_name: name, archived, ...team, ...page }
    })
  }
}
