import { Injectable } from '@nestjs/common'
import type { SendMessageBody } from '@support-chat/shared'
import { sendMessageBody } from '@support-chat/shared/contract'
import { type Principal, toIdentity } from '../auth/principal.js'
import { AppError } from '../common/errors/app-error.js'
import { within } from '../common/within.js'
import { AllowAllMessages, MessagePolicy, type MessageVerdict, verdictOf } from './message-policy.js'

/** A message that is to be stored. */
export interface Send {
  principal: Principal
  chatId: string
  body: SendMessageBody
  /** By a policy: what a repeat stored before is then the original, whatever it says. */
  isRewritten?: true
  /** Of staff, to a user who may not have asked: it answers nothing, and who waits goes on waiting. */
  isUnasked?: true
}

/** Milliseconds for all policies: a client waits for 10 s, of which the database takes some where it is busy. */
const LIMIT_MS = 2_000

/** Has the policy see each message before it is stored. */
@Injectable()
export class MessageReviewer {
  /** Whether there is a policy that does more than allow all. */
  readonly isNeeded: boolean

  constructor(private readonly policy: MessagePolicy) {
    this.isNeeded = !(policy instanceof AllowAllMessages)
  }

  /**
   * @param isStored whether it is a repeat of a message that is stored: that wins over whatever is said of the repeat
   * @returns what to store
   * @throws AppError `invalid_request` where it is refused; `unavailable` where that is not decided in time
   */
  async review(send: Send, isStored: () => Promise<boolean>): Promise<Send> {
    const verdict = verdictOf(await this.ask(send))
    if (verdict === 'allow') return send
    if ('rewrite' in verdict)
      return { ...send, isRewritten: true, body: { ...send.body, content: valid(verdict.rewrite, send.body) } }
    if (await isStored()) return { ...send, isRewritten: true }
    throw new AppError('invalid_request', verdict.refuse)
  }

  private ask({ principal, chatId, body: { content, client_id } }: Send): Promise<MessageVerdict> {
    const sender = { ...toIdentity(principal), externalId: principal.externalId ?? null }
    return within(
      LIMIT_MS,
      (signal) => this.policy.review({ content, clientId: client_id }, { chatId, sender, signal }),
      () => new AppError('unavailable', 'The message could not be checked in time. Try again in a moment'),
    )
  }
}

function valid(content: string, body: SendMessageBody): string {
  const parsed = sendMessageBody.safeParse({ ...body, content })
  if (!parsed.success) throw new Error('A message policy rewrote a message to one that is blank or too long')
  return parsed.data.content
}
