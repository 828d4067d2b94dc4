import { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { MAX_PAGE_SIZE } from '@support-chat/shared'
import { AuditLog } from '../audit/audit-log.js'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { MessagesService } from '../messages/messages.service.js'
import { UserRepository } from '../users/user.repository.js'
import { ExportRepository } from './export.repository.js'

/** Tells all there is of a user: what they may ask to have. Private notes of staff are not theirs. */
@Injectable()
export class ExportService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly rows: ExportRepository,
    private readonly messages: MessagesService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A line of JSON for each thing, with its `type`: read as fast as it is taken.
   * @throws AppError `forbidden` below admin, `not_found`, `unauthenticated`
   */
  async export(principal: Principal, externalId: string): Promise<Readable> {
    const userId = await this.accounts.runAs(principal, 'users.export', async (tx) => {
      const user = await this.users.findByExternalId(tx, externalId)
      if (!user) throw new AppError('not_found', 'There is no such user')
      await this.audit.record(tx, principal, 'user.exported', user.id)
      return user.id
    })
    return Readable.from(this.lines(userId))
  }

  private async *lines(userId: string): AsyncGenerator<string> {
    const user = await this.unitOfWork.read((reader) => this.rows.user(reader, userId))
    if (!user) throw new AppError('not_found', 'The user was erased meanwhile')
    yield line('user', user)
    const chat = await this.unitOfWork.read((reader) => this.rows.chat(reader, userId))
    if (chat) {
      yield line('chat', chat)
      yield* this.messagesOf(chat.id, chat.last_sequence)
      const emails = await this.unitOfWork.read((reader) => this.rows.emails(reader, chat.id))
      yield emails.map((email) => line('email', email)).join('')
    }
    const visits = await this.unitOfWork.read((reader) => this.rows.visits(reader, userId))
    yield visits.map((visit) => line('visit', visit)).join('')
  }

  private async *messagesOf(chatId: string, last: number): AsyncGenerator<string> {
    for (let since = 0, more = true; more;) {
      const page = await this.unitOfWork.read((reader) =>
        this.messages.readPage(reader, chatId, last, { since, limit: MAX_PAGE_SIZE }),
      )
      yield page.messages.map((message) => line('message', message)).join('')
      since = page.messages.at(-1)?.sequence ?? since
      more = page.has_more
    }
  }
}

const line = (type: string, value: object) => `${JSON.stringify({ type, ...value })}\n`
