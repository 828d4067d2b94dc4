import { Injectable } from '@nestjs/common'
import type { Identity } from '@support-chat/shared'

/** A message that somebody sends, before it is stored. */
export interface MessageDraft {
  /** 1 to 4,000 characters, trimmed; none where the message is nothing but files. */
  readonly content: string
  /** A UUID, the same one whenever the same message is sent again. */
  readonly clientId: string
}

/** Where a message comes from. */
export interface MessageContext {
  /** As the sender names it. Whether it is open to them is checked later, as the message is stored. */
  readonly chatId: string
  /**
   * A user, or staff with `role: 'admin'`: people, API keys, and senders of your own code. `externalId` is your own id of
   * a user, the `sub` of their tokens; null for staff.
   */
  readonly sender: Identity & { readonly externalId: string | null }
  /** Aborted when the time is over. */
  readonly signal: AbortSignal
}

/**
 * - `'allow'`: it is stored as it is.
 * - `rewrite`: this is stored in its place, and is what everybody sees, the sender as well; 1 to 4,000 characters.
 * - `refuse`: nothing is stored; the sender gets `invalid_request` with this sentence, and may mend the message.
 */
export type MessageVerdict = 'allow' | { readonly rewrite: string } | { readonly refuse: string }

/**
 * Sees each message before it is stored, whichever way it comes: sockets, REST, API keys, `SupportChat`. Extension point:
 * the default allows all, and `messagePolicies` sets others, which are asked in their order, each about what the one before it has
 * left.
 *
 * They are asked before anything of the chat is locked, and have 2 s together; then the sender gets `unavailable`, and
 * clients try again. What one throws goes to the sender where it is an `AppError`, and is `internal` otherwise.
 *
 * The same message may come again, as after an answer that was lost, and is asked about again. Once it is stored, that stays,
 * and is the answer, whatever is said of the repeat.
 *
 * @example
 * class NoCardNumbers extends MessagePolicy {
 *   review({ content }: MessageDraft): MessageVerdict {
 *     return /\b(?:\d[ -]?){16}\b/.test(content) ? { refuse: 'Please do not send card numbers in the chat' } : 'allow'
 *   }
 * }
 */
export abstract class MessagePolicy {
  abstract review(message: MessageDraft, context: MessageContext): MessageVerdict | Promise<MessageVerdict>
}

/** The default. */
@Injectable()
export class AllowAllMessages extends MessagePolicy {
  review(): MessageVerdict {
    return 'allow'
  }
}

/**
 * What a policy has answered, which nothing but its types has checked: an answer that is forgotten lets nothing through.
 * @throws Error, for the log
 */
export function verdictOf(answer: MessageVerdict): MessageVerdict {
  if (answer === 'allow') return answer
  const { refuse, rewrite } = Object(answer) as { refuse?: unknown; rewrite?: unknown }
  if (typeof refuse === 'string' && refuse.trim()) return { refuse }
  if (refuse === undefined && typeof rewrite === 'string') return { rewrite }
  throw new Error("A message policy must answer 'allow', { rewrite: a text } or { refuse: a sentence }")
}

/** Several policies, one after the other. */
export class MessagePolicyChain extends MessagePolicy {
  constructor(private readonly policies: readonly MessagePolicy[]) {
    super()
  }

  async review(message: MessageDraft, context: MessageContext): Promise<MessageVerdict> {
    let { content } = message
    for (const policy of this.policies) {
      const verdict = verdictOf(await policy.review({ ...message, content }, context))
      if (verdict === 'allow') continue
      if ('refuse' in verdict) return verdict
      content = verdict.rewrite
    }
    return content === message.content ? 'allow' : { rewrite: content }
  }
}
