import { SupportChat } from './element.js'

export * from './element.js'

// Not on a server, where there are no elements, and not twice when a page loads the script twice.
if (typeof customElements !== 'undefined' && !customElements.get('support-chat')) {
  customElements.define('support-chat', SupportChat)
}
