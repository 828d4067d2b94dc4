import { Injectable } from '@nestjs/common'
import {
  type LimitedAccount,
  type MessageDraft,
  MessagePolicy,
  type MessageVerdict,
  type RateLimit,
  type RateLimitName,
  RateLimitPolicy,
} from '@support-chat/server'

/** Refuses messages with the numbers of cards. */
@Injectable()
export class NoCardNumbers extends MessagePolicy {
  review({ content }: MessageDraft): MessageVerdict {
    const hasCard = /\b(?:\d[ -]?){16}\b/.test(content)
    return hasCard ? { refuse: 'Please do not send card numbers in the chat' } : 'allow'
  }
}

/** Blots out what follows the word password. */
@Injectable()
export class NoPasswords extends MessagePolicy {
  review({ content }: MessageDraft): MessageVerdict {
    return { rewrite: content.replace(/(password:? +)\S+/gi, '$1•••') }
  }
}

/** Customers on trial send a message every ten seconds. */
@Injectable()
export class ByPlan extends RateLimitPolicy {
  limitFor(name: RateLimitName, { email }: LimitedAccount, usual: RateLimit): RateLimit {
    const isOnTrial = email?.endsWith('@trial.example')
    return name === 'send' && isOnTrial ? { burst: 2, perSecond: 0.1 } : usual
  }
}
