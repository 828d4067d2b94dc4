/** The class without its registration, for a page that registers it itself or under a name of its own. */
export { SupportChat } from './support-chat.js'
export type { ApiError, SupportMessage } from '@support-chat/shared'
export type { ChatError } from './conversation-view.js'
export type { DiagnosticCheck, DiagnosticReport } from './diagnosis/report.js'
export type { SupportChatProperties } from './element-properties.js'
export type { SupportChatEvents } from './events.js'
export type { Session, SessionOptions, SessionSource } from './session.js'
export type { Strings } from './strings.js'
