/** Opens the chat when the page's address asks for it, now or later, until `signal` aborts. */
export function followHash(chat: { open(): void }, signal: AbortSignal): void {
  const follow = () => {
    // Single-page apps may keep their route in the hash: `#/orders#support-chat`.
    if (location.hash.endsWith('#support-chat')) chat.open()
  }
  // A link to the hash that the page already has fires `popstate` alone.
  for (const event of ['hashchange', 'popstate']) addEventListener(event, follow, { signal })
  follow()
}
