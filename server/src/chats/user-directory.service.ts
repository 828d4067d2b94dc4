import { Injectable } from '@nestjs/common'
import type { DirectoryUser, UserBody, UserPage } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { isUuid } from '../common/uuid.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { UserRepository } from '../users/user.repository.js'
import { ChatAccess } from './chat-access.service.js'
import { searchTerms } from './search-terms.js'
import { UserDirectoryRepository, type DirectoryRow } from './user-directory.repository.js'
import type { UserListQuery } from './user-list.query.js'

/** Users by the ids that the host knows them by, whether they have a chat or not. */
@Injectable()
export class UserDirectoryService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: UserDirectoryRepository,
    private readonly users: UserRepository,
    private readonly accounts: AccountsService,
    private readonly access: ChatAccess,
  ) {}

  /** @throws AppError `not_found` */
  async findUser(externalId: string, reader?: Reader): Promise<DirectoryUser> {
    const find = (reader: Reader) => this.directory.find(reader, externalId)
    const user = await (reader ? find(reader) : this.unitOfWork.read(find))
    if (!user) throw new AppError('not_found', 'There is no such user')
    return user
  }

  /** The user's chat; null where there is no such user, or no chat yet. */
  async findChatId(reader: Reader, externalId: string): Promise<string | null> {
    return (await this.directory.find(reader, externalId))?.chat_id ?? null
  }

  /**
   * The user, whose chat is made unless there is one.
   * @throws AppError `not_found`; `unauthenticated` once the caller's sessions are void
   */
  openChat(principal: Principal, externalId: string): Promise<DirectoryUser> {
    return this.unitOfWork.run(async (tx) => {
      await this.accounts.assertActive(tx, principal)
      const user = await this.findUser(externalId, tx)
      return { ...user, chat_id: user.chat_id ?? (await this.access.chatIdOf(tx, user.id)) }
    })
  }

  /**
   * Creates the user, or updates address and name: until a token that was issued later says something else.
   * @param name left out, it stays as it is
   * @param tx where there is one, it is written in it
   * @throws AppError `unauthenticated` once the caller's sessions are void
   */
  upsertUser(principal: Principal, externalId: string, user: UserBody, tx?: Transaction): Promise<DirectoryUser> {
    const upsert = async (tx: Transaction) => {
      await this.accounts.assertActive(tx, principal, 'chats.organize')
      const known = await this.directory.find(tx, externalId)
      await this.users.put(tx, { externalId, ...user })
      const stored = await this.findUser(externalId, tx)
      if (known && (known.email !== stored.email || known.name !== stored.name)) {
        await tx.publish('user.updated', { user_id: stored.id })
        if (stored.chat_id) await tx.publish('chat.changed', { chat_id: stored.chat_id })
      }
      return stored
    }
    return tx ? upsert(tx) : this.unitOfWork.run(upsert)
  }

  /** A page of people, newest first; with `q` those whose name and address hold all its words, or whose id begins with it. */
  async list({ q, cursor, limit }: UserListQuery): Promise<UserPage> {
    if (cursor !== undefined && !isUuid(cursor)) {
      throw new AppError('invalid_request', 'cursor: pass a next_cursor unchanged')
    }
    const rows = await this.rows(q ?? '', cursor ?? null, limit + 1)
    const users = rows.slice(0, limit)
    return { users, next_cursor: rows.length > limit ? (users.at(-1)?.id ?? null) : null }
  }

  private rows(q: string, after: string | null, limit: number): Promise<DirectoryRow[]> {
    if (q === '') return this.unitOfWork.read((reader) => this.directory.page(reader, after, limit))
    const found = { words: searchTerms(q)?.query ?? null, externalId: `${q.replace(/[\\%_]/g, '\\$&')}%` }
    return this.unitOfWork.run((tx) => this.directory.search(tx, found, after, limit))
  }
}
