import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common'
import { Operation } from '../common/operation.js'
import { Config } from '../config/config.js'
import type { EmailSettled } from '../database/domain-events.js'
import type { Transaction } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { type SkipReason, WRITTEN_TO_FILE } from './email-outbox.entity.js'
import {
  EmailOutboxRepository,
  type Claimed,
  type DueEmail,
  type Recipient,
  type UnreadReply,
} from './email-outbox.repository.js'
import { EMAIL } from './email.channel.js'
import { CONCURRENCY, LEASE_SECONDS, MAX_ATTEMPTS, toRefusal, retryInSeconds } from './email-outbox.policy.js'
import { EmailScheduler } from './email.scheduler.js'
import type { UnreadNotice } from './notification-channel.js'
import { NotificationChannels } from './notification-channels.js'

/** How long shutdown waits for a mail server; an e-mail whose result is not recorded by then is sent again by another. */
const STOP_MS = 10_000

/** One attempt to tell of unread messages, the first of which is given. */
export const NOTIFYING = new Operation<{ messageId: string; channel: string }, void>('notify')

type Outcome = EmailSettled['outcome']

/** An e-mail, or a notice of another channel, that only this worker may send until its claim ends. */
interface Claim {
  claimed: Claimed
  channel: string
  chatId: string
  firstSequence: number
  firstMessageId: string
  notice: UnreadNotice
}

/**
 * Sends the e-mails that are due, and tells the other channels.
 *
 * Claiming an e-mail and recording its result are two short transactions; the channel is called between them, so
 * that no lock waits for it. A worker that dies in between leaves a claim that ends, and the next worker takes it.
 */
@Injectable()
export class EmailOutboxWorker implements BeforeApplicationShutdown {
  private readonly logger = new Logger(EmailOutboxWorker.name)
  private readonly workers = new Set<Promise<void>>()
  /** Whether more may have fallen due since the workers began. */
  private calledAgain = false
  private stopping = false

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: EmailOutboxRepository,
    private readonly scheduler: EmailScheduler,
    private readonly config: Config,
    private readonly channels: NotificationChannels,
  ) {}

  /** Sends until nothing is due. Never rejects: what fails stays due. */
  async deliverDue(): Promise<void> {
    if (this.workers.size >= CONCURRENCY) {
      this.calledAgain = true
      return
    }
    const worker = this.work().catch((error: unknown) => {
      this.logger.warn(`Failed to send due e-mails: error=${error instanceof Error ? error.message : String(error)}`)
    })
    this.workers.add(worker)
    await worker
    this.workers.delete(worker)
  }

  /** The same with as many workers as may run, for when many are due. */
  async sweep(): Promise<void> {
    await Promise.all(Array.from({ length: CONCURRENCY }, () => this.deliverDue()))
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true
    const timeout = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())
    await Promise.race([Promise.all(this.workers), timeout])
  }

  private async work(): Promise<void> {
    do {
      this.calledAgain = false
      while (!this.stopping) {
        const next = await this.takeNext()
        if (next === 'none') break
        if (next !== 'settled') await this.send(next)
      }
    } while (this.calledAgain && !this.stopping)
  }

  /** Decides under the chat's lock whether one e-mail is needed: a read committed before the lock counts, a later one does not. */
  private async takeNext(): Promise<Claim | 'settled' | 'none'> {
    return this.unitOfWork.run(async (tx) => {
      const due = await this.outbox.lockNextDue(tx, this.channels.names)
      if (due === null) return 'none'
      const recipient = await this.outbox.lockChat(tx, due.chat_id)
      const after = Math.max(due.first_sequence - 1, recipient.user_read_sequence)
      const reply = await this.outbox.newestReplyAfter(tx, due.chat_id, after)
      const reason =
        reasonToSkip(due, recipient, reply) ?? ((await this.outbox.hasLaterEmail(tx, due)) ? 'joined' : null)
      if (reply === null || reason !== null) {
        await this.outbox.skip(tx, due, reason ?? 'read')
        await settled(tx, due.channel, due.chat_id, due.first_sequence, 'skipped')
        return 'settled'
      }
      if (due.attempts >= MAX_ATTEMPTS) {
        await this.outbox.giveUp(tx, due, 'INTERRUPTED')
        await settled(tx, due.channel, due.chat_id, due.first_sequence, 'failed')
        return 'settled'
      }
      return this.claim(tx, due, recipient, reply)
    })
  }

  private async claim(tx: Transaction, due: DueEmail, recipient: Recipient, reply: UnreadReply): Promise<Claim> {
    const redacted = await this.outbox.countRedactedAfter(tx, due.chat_id, recipient.user_read_sequence)
    return {
      claimed: await this.outbox.claim(tx, due, reply.sequence, LEASE_SECONDS),
      channel: due.channel,
      chatId: due.chat_id,
      firstSequence: due.first_sequence,
      firstMessageId: due.first_message_id,
      notice: {
        id: due.message_id,
        chatId: due.chat_id,
        user: { id: recipient.user_id, email: recipient.email, name: recipient.name },
        content: reply.content,
        senderName: reply.sender_name,
        unreadCount: recipient.user_unread_count - redacted,
      },
    }
  }

  private async send(claim: Claim): Promise<void> {
    try {
      await NOTIFYING.observe({ messageId: claim.firstMessageId, channel: claim.channel }, () =>
        this.channels.notify(claim.channel, claim.notice),
      )
    } catch (error) {
      await this.recordFailure(claim, error)
      return
    }
    const reason = claim.channel === EMAIL && this.config.smtpUrl === null ? WRITTEN_TO_FILE : null
    await this.persist(claim, 'sent', (tx) => this.outbox.recordSent(tx, claim.claimed, reason))
  }

  private async recordFailure(claim: Claim, error: unknown): Promise<void> {
    const { claimed, channel, chatId } = claim
    const { reason, permanent } = toRefusal(error)
    // What mail servers answer may hold addresses; what a channel of the application throws is its own.
    const cause = channel === EMAIL ? `reason=${reason}` : `error=${String(error)}`
    this.logger.warn(`Failed to notify by ${channel}: id=${claimed.id} attempt=${claimed.attempt} ${cause}`)
    if (permanent || claimed.attempt >= MAX_ATTEMPTS) {
      await this.persist(claim, 'failed', (tx) => this.outbox.recordFailed(tx, claimed, reason))
      return
    }
    const seconds = retryInSeconds(claimed.attempt)
    await this.persist(claim, 'postponed', async (tx) => {
      await this.outbox.lockChat(tx, chatId)
      await this.outbox.postpone(tx, claimed, reason, seconds)
    })
    this.scheduler.schedule(seconds * 1_000)
  }

  /** Records the mail server's answer. Retries until the claim ends: without the record, the e-mail would be sent again. */
  private async persist(claim: Claim, outcome: Outcome, record: (tx: Transaction) => Promise<void>): Promise<void> {
    for (let secondsLeft = LEASE_SECONDS; ; secondsLeft--) {
      try {
        await this.unitOfWork.run(async (tx) => {
          await record(tx)
          await settled(tx, claim.channel, claim.chatId, claim.firstSequence, outcome)
        })
        return
      } catch (error) {
        if (secondsLeft <= 0 || this.stopping) throw error
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
    }
  }
}

/** Tells of what became of an e-mail; other channels have nobody who asks. */
async function settled(
  tx: Transaction,
  channel: string,
  chatId: string,
  firstSequence: number,
  outcome: Outcome,
): Promise<void> {
  if (channel === EMAIL) await tx.publish('email.settled', { chat_id: chatId, first_sequence: firstSequence, outcome })
}

function reasonToSkip({ channel }: DueEmail, recipient: Recipient, reply: UnreadReply | null): SkipReason | null {
  if (recipient.role === 'admin') return 'admin'
  // What is unread still, and cannot be told, has lost its text.
  if (reply === null) return recipient.user_unread_count > 0 ? 'redacted' : 'read'
  if (recipient.archived) return 'archived'
  if (recipient.opted_out && channel === EMAIL) return 'opted_out'
  if (recipient.deactivated) return 'deactivated'
  return null
}
