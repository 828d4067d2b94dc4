import type { ChatHost } from './chat-host.js'
import { userKeyOf, type Claims } from './identity.js'
import type { SessionOptions } from './session.js'
import type { TokenProvider } from './token-provider.js'

/** @param claims of the one whose chat is to be opened */
export const sessionOptionsOf = (host: ChatHost, tokens: TokenProvider, claims: Claims): SessionOptions => ({
  serverUrl: tokens.serverUrl,
  userKey: userKeyOf(tokens.serverUrl, claims),
  getToken: (again) => tokens.get(again),
  tokenAge: () => tokens.age(),
  credentials: host.credentials,
  tellsVisits: !host.hideVisits,
  context: () => host.context,
  onVisitRefused: (error) => host.emit('error', error),
})
