import { Injectable } from '@nestjs/common'
import type { ArchiveState, DirectoryUser, Role, SupportChatListItem } from '@support-chat/shared'
import { apiKeyBody, contentOf, externalId, sendToUserBody, userBody } from '@support-chat/shared/contract'
import type { EntityManager } from 'typeorm'
import { v5 as uuidv5 } from 'uuid'
import { z } from 'zod'
import type { Principal } from './auth/principal.js'
import { ChatListService } from './chats/chat-list.service.js'
import { ChatsService } from './chats/chats.service.js'
import { UserDirectoryService } from './chats/user-directory.service.js'
import { AppError } from './common/errors/app-error.js'
import { toValidationError } from './common/http/validation.pipe.js'
import type { DomainEventName } from './database/domain-events.js'
import { type AfterCommit, EventBus } from './database/event-bus.js'
import type { Transaction } from './database/transaction.js'
import { UnitOfWork } from './database/unit-of-work.js'
import { SendToUserService } from './messages/send-to-user.service.js'
import type { RateLimitName } from './rate-limits/rate-limit.js'
import { RateLimiter } from './rate-limits/rate-limiter.js'
import { type ChatOf, type SentToUser, SupportChat, type ToSend, type ToUser } from './support-chat.js'
import { ServiceAccountRepository } from './users/service-account.repository.js'

const toSend = z.object({
  externalId,
  email: sendToUserBody.shape.email,
  name: sendToUserBody.shape.name,
  content: contentOf('message'),
  clientId: sendToUserBody.shape.client_id,
})
const toUpsert = userBody.extend({ externalId })
const sender = z.object({ as: apiKeyBody.shape.name.default('Support') })

/** Any UUID of our own: the accounts that messages are sent by are named after it and their sender. */
const SENDERS = 'c2b7a0de-6a55-4bd6-9a9b-5f1f4f7c0b1e'

/** What `SupportChat` is in an application. Each sender is an account, as that of an API key is. */
@Injectable()
export class SupportChatService extends SupportChat {
  /** Accounts that are there: none is ever deleted. */
  private readonly known = new Set<string>()

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly limiter: RateLimiter,
    private readonly accounts: ServiceAccountRepository,
    private readonly directory: UserDirectoryService,
    private readonly sending: SendToUserService,
    private readonly chats: ChatsService,
    private readonly list: ChatListService,
  ) {
    super()
  }

  async sendToUser(user: ToUser, { content, clientId, as }: ToSend, tx?: EntityManager): Promise<SentToUser> {
    const valid = check(toSend, { ...user, content, clientId })
    const body = { content: valid.content, client_id: valid.clientId }
    const principal = await this.admit('send', as)
    if (tx) {
      return this.unitOfWork.join(tx, async (tx) => {
        await this.addAccount(tx, principal)
        return this.sending.sendToUser(principal, valid, body, tx)
      })
    }
    await this.makeAccount(principal)
    return this.sending.sendToUser(principal, valid, body)
  }

  async findChat(userId: string): Promise<SupportChatListItem | null> {
    const valid = check(z.object({ externalId }), { externalId: userId })
    await this.admit('view')
    const chatId = await this.unitOfWork.read((reader) => this.directory.findChatId(reader, valid.externalId))
    return chatId === null ? null : ((await this.list.items([chatId]))[0] ?? null)
  }

  async archive(chat: ChatOf): Promise<ArchiveState> {
    const chatId = 'chatId' in chat ? chat.chatId : (await this.findChat(chat.externalId))?.id
    if (chatId === undefined) throw new AppError('not_found', 'There is no such chat')
    const principal = await this.admit('change')
    await this.makeAccount(principal)
    return this.chats.setArchived(principal, chatId, true)
  }

  async upsertUser(user: ToUser & { email: string }, tx?: EntityManager): Promise<DirectoryUser> {
    const { externalId, ...rest } = check(toUpsert, user)
    const principal = await this.admit('change')
    const upsert = async (tx: Transaction) => {
      await this.addAccount(tx, principal)
      return this.directory.upsertUser(principal, externalId, rest, tx)
    }
    return tx ? this.unitOfWork.join(tx, upsert) : this.unitOfWork.run(upsert)
  }

  on<E extends DomainEventName>(event: E, handler: AfterCommit<E>): () => void {
    return this.events.onAfterCommit(event, handler)
  }

  /** The account of a sender: always the same one for the same name, by whichever process, whether it is there yet or not. */
  private async admit(limit: RateLimitName, as?: string): Promise<Principal> {
    const { as: name } = check(sender, { as })
    const id = uuidv5(name, SENDERS)
    const role: Role = 'admin'
    const account = { id, email: '', name, role }
    await this.limiter.takeFor(limit, account)
    return { ...account, sessionVersion: 0, sessionId: null, scopes: null, address: null, expiresAt: new Date(8.64e15) }
  }

  private async makeAccount(principal: Principal): Promise<void> {
    if (this.known.has(principal.id)) return
    await this.unitOfWork.run((tx) => this.addAccount(tx, principal))
    this.known.add(principal.id)
  }

  private async addAccount(tx: Transaction, { id, name }: Principal): Promise<void> {
    if (!this.known.has(id)) await this.accounts.addIfMissing(tx, id, name ?? '')
  }
}

/** @throws AppError */
function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw toValidationError(error.issues)
  return data
}
