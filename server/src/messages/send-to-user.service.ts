import { Injectable } from '@nestjs/common'
import type { SendMessageBody } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import type { Principal } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { UserDirectoryService } from '../chats/user-directory.service.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { UserRepository } from '../users/user.repository.js'
import { MessageWriter } from './message-writer.js'
import type { Sent } from './sent.js'

/** Whom a message is for: by the host's own id, and what is needed to make them where they are not known yet. */
export interface Recipient {
  externalId: string
  email?: string | undefined
  name?: string | null | undefined
}

/** Writes to a user first, whether they have a chat, or an account, or neither. */
@Injectable()
export class SendToUserService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly users: UserRepository,
    private readonly directory: UserDirectoryService,
    private readonly access: ChatAccess,
    private readonly writer: MessageWriter,
  ) {}

  /**
   * Sends as staff to the user's chat, which is made on first use, as the user is where an e-mail address is given. The
   * same `client_id` again gives the original. It is no answer: who waits for one goes on waiting.
   * @param principal staff, or an API key
   * @param tx where there is one, all of it commits with it; its locks then keep others of that chat waiting until it ends
   * @throws AppError `not_found` for a user who is not known and has no address; what sending throws
   */
  async sendToUser(
    principal: Principal,
    recipient: Recipient,
    { content, client_id, attachment_ids, if_last_sequence }: SendMessageBody,
    tx?: Transaction,
  ): Promise<Sent> {
    assertPermitted(principal, 'chats.answer')
    const body = { content, client_id, attachment_ids, if_last_sequence }
    const send = (chatId: string) => ({ principal, chatId, body, isUnasked: true as const })
    const sendIn = async (tx: Transaction) =>
      this.writer.writeIn(tx, send(await this.makeChat(tx, principal, recipient)))
    if (tx) return sendIn(tx)
    const known = await this.unitOfWork.read((reader) => this.directory.findChatId(reader, recipient.externalId))
    // Where it is refused, no chat and no user is made either.
    if (known === null && if_last_sequence !== undefined) return this.unitOfWork.run(sendIn)
    const chatId = known ?? (await this.unitOfWork.run((tx) => this.makeChat(tx, principal, recipient)))
    return this.writer.write(send(chatId))
  }

  private async makeChat(tx: Transaction, principal: Principal, recipient: Recipient): Promise<string> {
    await this.accounts.assertActive(tx, principal)
    const { externalId, email, name = null } = recipient
    if (email !== undefined) await this.users.addIfMissing(tx, { externalId, email, name })
    const user = await this.directory.findUser(externalId, tx)
    return user.chat_id ?? this.access.chatIdOf(tx, user.id)
  }
}
