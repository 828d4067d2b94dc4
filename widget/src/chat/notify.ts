import type { SupportMessage } from '@support-chat/shared'
import type { ChatState } from '@support-chat/shared/client'
import type { ChatHost } from './chat-host.js'
import type { ChatConnection } from './chat-snapshot.js'

/** Emits how the connection has changed. */
export function notifyOfConnection(host: ChatHost, before: ChatConnection, { status, error }: ChatConnection): void {
  const connected = status === 'connected'
  if (connected !== (before.status === 'connected')) host.emit('connection', { connected })
  if (error && error.code !== before.error?.code) host.emit('error', error)
}

/**
 * Emits what has happened from one state of the chat to the next.
 * @param stored messages that have not been emitted yet
 */
export function notifyOfChat(
  host: ChatHost,
  before: ChatState,
  now: ChatState,
  stored: readonly SupportMessage[],
): void {
  if (before.loaded) {
    for (const message of stored) host.emit('message', { message })
    const ofStaff = stored.filter(({ sender_type }) => sender_type === 'admin')
    if (ofStaff.length) host.onStaffMessages(ofStaff)
  }
  for (const { kind, message } of now.items) {
    if (kind === 'pending' && message.error && !before.items.some((item) => item.message === message))
      host.emit('error', message.error)
  }
  if (now.error && now.error.code !== before.error?.code) host.emit('error', now.error)
  if (now.unreadCount !== before.unreadCount) host.emit('unread', { count: now.unreadCount })
}
