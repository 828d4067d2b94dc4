import { Injectable } from '@nestjs/common'
import type { ChatUser, ClientRequests } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { AppError } from '../common/errors/app-error.js'
import { PresenceStore } from '../presence/presence-store.js'
import { ChatAccess } from './chat-access.service.js'
import { UserRepository } from '../users/user.repository.js'
import { VisitRepository } from '../users/visit.repository.js'
import { ChatArchivingRepository } from './chat-archiving.repository.js'
import { ChatRepository } from './chat.repository.js'

/** What staff see about the user of a chat. */
@Injectable()
export class ChatUserService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly chats: ChatRepository,
    private readonly archivings: ChatArchivingRepository,
    private readonly users: UserRepository,
    private readonly visits: VisitRepository,
    private readonly presence: PresenceStore,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws AppError `not_found` */
  async find(principal: Principal, chatId: string): Promise<ChatUser> {
    const { id, user } = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    const { attributes, context } = await this.unitOfWork.read((reader) => this.users.readTold(reader, user.id))
    const archivings = await this.unitOfWork.read((reader) => this.archivings.ofChat(reader, id))
    return {
      id: user.id,
      external_id: user.externalId ?? '',
      email: user.email,
      name: user.name,
      online: (await this.presence.filterOnline([user.id])).has(user.id),
      first_seen_at: user.createdAt.toISOString(),
      last_seen_at: user.lastSeenAt?.toISOString() ?? null,
      time_zone: user.timeZone,
      page_url: user.pageUrl,
      email_opt_out_at: user.emailOptOutAt?.toISOString() ?? null,
      attributes: attributes ?? {},
      context: context ?? {},
      archivings: archivings.map(({ archived_at, archived_by, restored_at }) => ({
        archived_at: archived_at.toISOString(),
        archived_by,
        restored_at: restored_at?.toISOString() ?? null,
      })),
    }
  }

  /** Keeps what is given; the rest stays as it was. @throws AppError `forbidden` for staff */
  async visit(
    principal: Principal,
    { page_url, time_zone, context }: ClientRequests['visit']['payload'],
  ): Promise<void> {
    if (principal.role !== 'user') throw new AppError('forbidden', 'This is for users only')
    const visit = {
      ...(page_url && { pageUrl: page_url }),
      ...(time_zone && { timeZone: time_zone }),
      ...(context && { context }),
    }
    await this.unitOfWork.run(async (tx) => {
      const now = await this.visits.visit(tx, principal, visit)
      if (now === null) return this.accounts.assertActive(tx, principal)
      const chat = await this.chats.findOfUser(tx, principal.id)
      if (chat) await tx.publish('user.moved', { ...now, context: now.context ?? {}, chat_id: chat.id })
    })
  }
}
