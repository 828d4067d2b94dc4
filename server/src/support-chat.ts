import type { ArchiveState, DirectoryUser, SupportChatListItem, SupportMessage } from '@support-chat/shared'
import type { EntityManager } from 'typeorm'
import type { DomainEventName } from './database/domain-events.js'
import type { AfterCommit } from './database/event-bus.js'

/** A user, by your own id of them. */
export interface ToUser {
  /** The `sub` of their tokens; 1 to 255 characters. */
  externalId: string
  /** Makes the user where there is none; otherwise it changes nothing. Without it, an unknown user is `not_found`. */
  email?: string | undefined
  /** Of a user that is made by this. 200 characters at most. */
  name?: string | null | undefined
}

export interface ToSend {
  /** 1 to 4,000 characters after trimming. */
  content: string
  /** A UUID of your own for this message: the same one again, from the same `as`, answers with the original. */
  clientId: string
  /** Shown as the sender; 1 to 100 characters. Default: `Support`. */
  as?: string | undefined
}

/** A stored message, and whether this call stored it or an earlier one. */
export interface SentToUser {
  message: SupportMessage
  created: boolean
}

/** A chat, by its own id or by your id of its user. */
export type ChatOf = { chatId: string } | { externalId: string }

/**
 * Support Chat from your own code: write to users, look up and archive their chats, hear of what happens. The rules and
 * limits are those of the REST API for staff, and so are the errors: an `AppError` with `invalid_request`, `content_blank`,
 * `content_too_long`, `not_found`, `conflict` or `rate_limited`, and whatever the database throws.
 *
 * @example
 * constructor(private readonly supportChat: SupportChat) {}
 *
 * await this.supportChat.sendToUser({ externalId: '42' }, { content: 'It is on its way', clientId: order.id })
 */
export abstract class SupportChat {
  /**
   * Sends a message to a user, as staff. Their chat is made on first use.
   * @param tx your entity manager in an open transaction of the `dataSource` that the module was given: the message commits
   *   with your rows or not at all, and sockets and listeners hear of it once it has committed, 1 s later at most. Its chat
   *   is locked until then, so keep the transaction short, and make one call after the other. What this throws undoes
   *   only the message: your transaction can go on.
   * @throws AppError `not_found` for an unknown user without `email`; `conflict` where the `clientId` was used for another content
   */
  abstract sendToUser(user: ToUser, message: ToSend, tx?: EntityManager): Promise<SentToUser>

  /** The chat of a user as staff see it in their list; null where there is no such user, or no chat yet. */
  abstract findChat(externalId: string): Promise<SupportChatListItem | null>

  /**
   * Puts a chat away until its user writes again. Safe to repeat.
   * @throws AppError `not_found`
   */
  abstract archive(chat: ChatOf): Promise<ArchiveState>

  /**
   * Creates a user, or updates address and name: until a token that was issued later says something else.
   * @param user a `name` that is left out stays as it is; null for none
   * @param tx as of `sendToUser`
   */
  abstract upsertUser(user: ToUser & { email: string }, tx?: EntityManager): Promise<DirectoryUser>

  /**
   * Calls `handler` after the commit of each event of a kind, at most once, in one process: the one that handled the request,
   * or that saw your transaction's commit. Nothing is repeated when that process dies, and what `handler` throws is
   * only logged. For each event at least once, and in order, read the feed or take webhooks: docs/webhooks.md.
   * @returns ends it
   */
  abstract on<E extends DomainEventName>(event: E, handler: AfterCommit<E>): () => void
}
