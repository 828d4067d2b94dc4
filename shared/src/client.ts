/// <reference lib="dom" />

export * from './chat-session.js'
export * from './chat-state.js'
export { openUserChat } from './live-chat.js'
export { openStaffChat } from './staff-chat.js'
export * from './connection.js'
export { backoff, PACE, type Pace } from './pace.js'
export { browserOutboxStore, clearOutbox, memoryOutboxStore, outboxPrefix, type OutboxStore } from './outbox-store.js'
export { attempt } from './attempt.js'
export { within } from './within.js'
export { callRest } from './rest-client.js'
export { userChatRoute } from './rest.js'
export { newClientId } from './client-id.js'
