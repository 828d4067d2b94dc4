import type { SupportChat } from '../element/support-chat.js'
import type { TokenGiver } from './token-provider.js'

/** Whose conversation it is, and who hears of it: the element, or a view of the page's own. */
export interface ConversationHost
  extends
    TokenGiver,
    Pick<
      SupportChat,
      | 'serverUrl'
      | 'mock'
      | 'credentials'
      | 'hideVisits'
      | 'sessionSource'
      | 'signedOut'
      | 'tell'
      | 'receive'
      | 'end'
      | 'forget'
      | 'reconnect'
    > {
  requestUpdate(): void
}
