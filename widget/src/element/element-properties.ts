import type { SupportChat } from './support-chat.js'

type Settable =
  | 'serverUrl'
  | 'token'
  | 'getToken'
  | 'user'
  | 'heading'
  | 'locale'
  | 'theme'
  | 'position'
  | 'mode'
  | 'muted'
  | 'opened'
  | 'mock'
  | 'credentials'
  | 'hideVisits'
  | 'strings'
  | 'sessionSource'

/** What a page may set on `<support-chat>`: its properties, and `server-url` as an attribute is written. */
export type SupportChatProperties = { [P in Settable]?: SupportChat[P] | undefined } & {
  'server-url'?: string | undefined
}
