import { Injectable } from '@nestjs/common'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import { ChatRepository } from './chat.repository.js'
import type { SupportChat } from './support-chat.entity.js'

/** Decides who sees which chat. Asked by every use case, for every request and every socket event. */
@Injectable()
export class ChatAccess {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly chats: ChatRepository,
  ) {}

  /**
   * The chat, if this account may see it at this moment.
   * @throws AppError `not_found`, whether it does not exist or is another user's; `unauthenticated` once the account's
   * sessions are void
   */
  async find(reader: Reader, principal: Principal, chatId: string): Promise<SupportChat> {
    const chat = isUuid(chatId) ? await this.chats.findFor(reader, principal, chatId) : null
    if (chat) return chat
    await this.accounts.assertActive(reader, principal)
    throw new AppError('not_found', 'There is no such chat')
  }

  /** The same, with the chat's row locked until the transaction ends. */
  async lock(tx: Transaction, principal: Principal, chatId: string): Promise<SupportChat> {
    if (isUuid(chatId)) await this.chats.lockFor(tx, principal, chatId)
    // Read after the lock, so that what was committed during the wait is seen, a sign-out for example.
    return this.find(tx, principal, chatId)
  }

  /** The id of a user's own chat, which is made on first use. */
  async ownChatId(principal: Principal): Promise<string> {
    if (principal.chatId) return principal.chatId
    const known = await this.unitOfWork.read((reader) => this.chats.findOfUser(reader, principal.id))
    if (known) return known.id
    return this.unitOfWork.run(async (tx) => {
      const added = await this.chats.addForUser(tx, principal)
      if (added) await tx.publish('chat.created', { chat_id: added, user_id: principal.id })
      const made = await this.chats.findOfUser(tx, principal.id)
      if (made) return made.id
      await this.accounts.assertActive(tx, principal)
      throw new Error('A chat that was just made is gone')
    })
  }

  /** The id of a user's chat, for those who write to them first; it is made unless another request was quicker. */
  async chatIdOf(tx: Transaction, userId: string): Promise<string> {
    const added = await this.chats.addFor(tx, userId)
    if (added) await tx.publish('chat.created', { chat_id: added, user_id: userId })
    const made = await this.chats.findOfUser(tx, userId)
    if (!made) throw new AppError('not_found', 'There is no such user')
    return made.id
  }
}
