import { openUserChat, shareConnection } from '@support-chat/shared/client'
import type { Session, SessionOptions } from './session.js'

/** The real thing: a connection to the server. In a chunk of its own, with the whole engine. */
export function openLiveSession({ userKey, tellsVisits, ...options }: SessionOptions): Session {
  const connection = shareConnection(options, userKey)
  const chat = openUserChat(connection, { userKey, tellsVisits })
  connection.start()
  return { connection, chat }
}
