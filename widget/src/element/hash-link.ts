/**
 * Opens the chat when the page's address asks for it, now or later, until `signal` aborts: by `#support-chat`, or, where
 * it has an `instance`, `#support-chat-INSTANCE`.
 */
export function followHash(chat: { instance: string; open(): void }, signal: AbortSignal): void {
  const hash = chat.instance ? `#support-chat-${chat.instance}` : '#support-chat'
  let isPopped = false
  const follow = (event?: Event) => {
    // Most browsers tell of the same step twice.
    if (isPopped && event?.type === 'hashchange') return
    isPopped = event?.type === 'popstate'
    // Single-page apps may keep their route in the hash: `#/orders#support-chat`.
    if (location.hash.endsWith(hash)) chat.open()
  }
  // A link to the hash that the page already has fires `popstate` alone.
  for (const event of ['hashchange', 'popstate']) addEventListener(event, follow, { signal })
  follow()
}
