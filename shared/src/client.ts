/// <reference lib="dom" />

export * from './client/chat/chat-session.js'
export * from './client/chat/chat-state.js'
export type { Welcome } from './client/chat/welcome.js'
export { openUserChat } from './client/chat/live-chat.js'
export { openStaffChat } from './client/chat/staff-chat.js'
export type * from './client/connection/connection.js'
export { createConnection } from './client/connection/create-connection.js'
export { shareConnection } from './client/connection/tab-connection.js'
export { RequestError, toApiError, toRequestError, unavailable } from './client/core/request-error.js'
export { backoff, TIMINGS, type Timings } from './client/core/timings.js'
export {
  browserOutboxStore,
  clearOutbox,
  memoryOutboxStore,
  outboxPrefix,
  type OutboxStore,
} from './client/outbox/outbox-store.js'
export { isExpired, KnownFiles } from './client/files/known-files.js'
export { attempt } from './client/core/attempt.js'
export { startStopwatch } from './client/core/stopwatch.js'
export { payloadOf } from './client/core/token-payload.js'
export { withTimeout } from './client/core/with-timeout.js'
export { explainError } from './client/core/explain-error.js'
export { callRest } from './client/transport/rest-client.js'
export { adminAttachmentsRoute, userAttachmentsRoute, userChatRoute } from './contract/routes.js'
export { newClientId } from './client/core/client-id.js'
