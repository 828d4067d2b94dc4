/**
 * Opens the chat when the page's address asks for it, now or later, until `signal` aborts: by `#support-chat`, or, where
 * it has an `instance`, `#support-chat-INSTANCE`.
 */
export function followHash(chat: { instance: string; open(): void }, signal: AbortSignal): void {
  const hash = chat.instance ? `#support-chat-${chat.instance}` : '#support-chat'
  const follow = () => {
    // Single-page apps may keep their route in the hash: `#/orders#support-chat`.
    if (location.hash.endsWith(hash)) chat.open()
  }
  // It comes with each `hashchange` too, and alone for a link to the hash that the page already has.
  addEventListener('popstate', follow, { signal })
  follow()
}
