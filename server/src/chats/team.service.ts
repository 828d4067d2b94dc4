import { Injectable } from '@nestjs/common'
import { type ChatChanges, may, type SupportChatListItem } from '@support-chat/shared'
import { type Principal, staffRoleOf } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { ChatAccess } from './chat-access.service.js'
import { type ChatWishes, differenceOf } from './chat-changes.js'
import { ChatHistoryRepository } from './chat-history.repository.js'
import { ChatListService } from './chat-list.service.js'
import { ChatRepository } from './chat.repository.js'
import { ChatsService } from './chats.service.js'
import { publishChange } from './publish-change.js'
import type { SupportChat } from './support-chat.entity.js'

/** How a team shares its chats: who has one, under which tags, put off until when, and whether it needs a reply. */
@Injectable()
export class TeamService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly chats: ChatRepository,
    private readonly archive: ChatsService,
    private readonly list: ChatListService,
    private readonly history: ChatHistoryRepository,
    private readonly staff: StaffAccountRepository,
    private readonly clock: WallClock,
  ) {}

  /**
   * Changes what is given; the rest stays as it is.
   * @returns the chat's card
   * @throws AppError `invalid_request` for an assignee who is not staff, and a snooze that ends in the past; `conflict` for an
   *   assignee who is deactivated, and, with the card in `details.chat`, where `if_version` is another; `not_found`
   */
  change(principal: Principal, chatId: string, changes: ChatChanges): Promise<SupportChatListItem> {
    const { assignee_id, tags, snoozed_until, needs_reply, if_version } = changes
    const wishes: ChatWishes = {
      assigneeId: assignee_id?.toLowerCase() ?? assignee_id,
      tags: tags && (() => tags),
      snoozedUntil: toFuture(snoozed_until, this.clock.now()),
      needsNoReply: needs_reply === false,
    }
    return this.unitOfWork.run(async (tx) => {
      const { id } = await this.changeIn(tx, principal, chatId, wishes, if_version)
      return this.cardOf(tx, id)
    })
  }

  /** The same in a transaction. @returns the chat as it was before, locked from now on */
  async changeIn(
    tx: Transaction,
    principal: Principal,
    chatId: string,
    wishes: ChatWishes,
    ifVersion?: number,
  ): Promise<SupportChat> {
    assertPermitted(principal, 'chats.organize')
    // Accounts are locked before chats, here and by who deactivates one: so that nobody waits in a circle.
    if (wishes.assigneeId) await this.lockAssignee(tx, wishes.assigneeId)
    const chat = await this.access.lock(tx, principal, chatId)
    if (ifVersion !== undefined && ifVersion !== chat.version) {
      throw new AppError('conflict', 'The chat has changed meanwhile', { chat: await this.cardOf(tx, chat.id) })
    }
    const difference = differenceOf(chat, principal, wishes)
    if (!difference) return chat
    if (difference.restores) await this.archive.noteRestored(tx, principal, chat.id)
    await this.chats.update(tx, chat.id, difference.columns)
    await this.history.add(tx, difference.history)
    await publishChange(tx, chat.id, ...difference.told)
    return chat
  }

  /** Unread again for all of staff; what the user sees as read stays so. @throws AppError `not_found` */
  markUnread(principal: Principal, chatId: string): Promise<SupportChatListItem> {
    return this.unitOfWork.run(async (tx) => {
      assertPermitted(principal, 'chats.organize')
      const chat = await this.access.lock(tx, principal, chatId)
      const { lastUserSequence, adminViewedSequence } = chat
      if (chat.lastSequence > 0 && lastUserSequence <= adminViewedSequence) {
        await this.chats.update(tx, chat.id, { adminViewedSequence: lastUserSequence - 1 })
        await publishChange(tx, chat.id, 'chat.updated')
      }
      return this.cardOf(tx, chat.id)
    })
  }

  private async lockAssignee(tx: Transaction, id: string): Promise<void> {
    const member = await this.staff.keep(tx, id)
    if (!member) throw new AppError('invalid_request', 'assignee_id: there is no such member of staff')
    if (member.deactivatedAt) throw new AppError('conflict', 'This member of staff is deactivated')
    if (!may(staffRoleOf(member), 'chats.answer'))
      throw new AppError('conflict', 'This member of staff only reads chats: give them another role first')
  }

  private async cardOf(tx: Transaction, chatId: string): Promise<SupportChatListItem> {
    const [card] = await this.list.itemsIn(tx, [chatId])
    if (!card) throw new Error('A chat that is locked is gone')
    return card
  }
}

/** @throws AppError `invalid_request` */
export function toFuture(time: string | null | undefined, now: Date): Date | null | undefined {
  if (!time) return time as null | undefined
  const until = new Date(time)
  if (until <= now) throw new AppError('invalid_request', 'snoozed_until: must be in the future')
  return until
}
