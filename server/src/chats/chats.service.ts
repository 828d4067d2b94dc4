import { Injectable } from '@nestjs/common'
import type { ArchiveState, ServerEvents } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import type { Principal } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ChatAccess } from './chat-access.service.js'
import { ChatArchivingRepository } from './chat-archiving.repository.js'
import { ChatHistoryRepository, type NewHistoryEntry } from './chat-history.repository.js'
import { type ChatChanges, ChatRepository } from './chat.repository.js'
import type { SupportChat } from './support-chat.entity.js'

/** The columns of a chat that change when it is read. */
export type ReadState = Pick<
  ChatChanges,
  | 'adminViewedAt'
  | 'adminViewedSequence'
  | 'userReadSequence'
  | 'adminReadSequence'
  | 'userUnreadCount'
  | 'adminUnreadCount'
>

@Injectable()
export class ChatsService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly chats: ChatRepository,
    private readonly archivings: ChatArchivingRepository,
    private readonly history: ChatHistoryRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Archives or restores a chat. Safe to repeat. Archiving ends a snooze. A later message of the user restores the chat; the row lock decides what is
   * later.
   * @param tx where there is one, it is written in it
   */
  setArchived(principal: Principal, chatId: string, archived: boolean, tx?: Transaction): Promise<ArchiveState> {
    const set = async (tx: Transaction) => {
      assertPermitted(principal, 'chats.organize')
      const chat = await this.access.lock(tx, principal, chatId)
      if ((chat.archivedAt !== null) !== archived) await this.archive(tx, principal, chat, archived)
      return { id: chat.id, archived }
    }
    return tx ? set(tx) : this.unitOfWork.run(set)
  }

  /** Writes down, and tells, that staff bring a chat back; the caller changes its row. */
  async noteRestored(tx: Transaction, principal: Principal, chatId: string): Promise<void> {
    await this.archivings.restore(tx, chatId)
    await this.audit.record(tx, principal, 'chat.unarchived', chatId)
    await tx.publish('chat.unarchived', { chat_id: chatId })
  }

  private async archive(tx: Transaction, principal: Principal, chat: SupportChat, archived: boolean): Promise<void> {
    await this.chats.update(tx, chat.id, {
      archivedAt: archived ? () => 'clock_timestamp()' : null,
      snoozedUntil: null,
      routedAt: null,
      version: () => 'version + 1',
    })
    await this.history.add(tx, entriesOf(chat, principal, archived))
    if (archived) {
      await this.archivings.add(tx, chat, principal.id)
      await this.audit.record(tx, principal, 'chat.archived', chat.id)
      await tx.publish('chat.archived', { chat_id: chat.id })
    } else await this.noteRestored(tx, principal, chat.id)
    await tx.publish('chat.changed', { chat_id: chat.id })
  }

  /** Stores how far a chat has been read. The transaction must have locked it. */
  setReadState(tx: Transaction, chatId: string, state: ReadState): Promise<void> {
    return this.chats.update(tx, chatId, state)
  }

  /** The newest sequence of each of these chats, and when a text was last removed there. */
  async heads(chatIds: string[]): Promise<ServerEvents['head'][]> {
    const heads = await this.unitOfWork.read((reader) => this.chats.heads(reader, chatIds))
    return heads.map((head) => ({ ...head, last_redacted_at: head.last_redacted_at?.toISOString() ?? null }))
  }
}

/** What was put off is not any more, once it is put away. */
function entriesOf(chat: SupportChat, principal: Principal, archived: boolean): NewHistoryEntry[] {
  const byStaff = { chatId: chat.id, doneBy: 'staff', actorId: principal.id } as const
  const woken = { ...byStaff, action: 'woken', reason: 'archived' } as const
  return [
    { ...byStaff, action: archived ? 'archived' : 'unarchived' },
    ...(archived && chat.snoozedUntil ? [woken] : []),
  ]
}
