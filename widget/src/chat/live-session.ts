import { openUserChat, shareConnection } from '@support-chat/shared/client'
import type { Session, SessionOptions } from './session.js'

/** The real thing: a connection to the server. In a chunk of its own, with the whole engine. */
export function openLiveSession(options: SessionOptions): Session {
  const connection = shareConnection(options, options.userKey)
  const chat = openUserChat(connection, options)
  connection.start()
  return { connection, chat }
}
