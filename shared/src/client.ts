/// <reference lib="dom" />

export * from './client/chat/chat-session.js'
export * from './client/chat/chat-state.js'
export { openUserChat } from './client/chat/live-chat.js'
export { openStaffChat } from './client/chat/staff-chat.js'
export * from './client/connection/connection.js'
export { backoff, PACE, type Pace } from './client/core/timings.js'
export {
  browserOutboxStore,
  clearOutbox,
  memoryOutboxStore,
  outboxPrefix,
  type OutboxStore,
} from './client/outbox/outbox-store.js'
export { attempt } from './client/core/attempt.js'
export { startStopwatch } from './client/core/stopwatch.js'
export { payloadOf } from './client/core/token-payload.js'
export { within } from './client/core/within.js'
export { explained } from './client/core/explained.js'
export { callRest } from './client/transport/rest-client.js'
export { userChatRoute } from './contract/routes.js'
export { newClientId } from './client/core/client-id.js'
