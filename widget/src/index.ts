import { SupportChat } from './support-chat.js'

export { SupportChat }
export type { DiagnosticCheck, DiagnosticReport } from './diagnosis/report.js'
export type { Session, SessionOptions, SessionSource } from './session.js'
export type { Strings } from './strings.js'

// Not on a server, where there are no elements, and not twice when a page loads the script twice.
if (typeof customElements !== 'undefined' && !customElements.get('support-chat')) {
  customElements.define('support-chat', SupportChat)
}
