/** Opens the chat when the page's address asks for it, now or later, until `signal` aborts. */
export function followHash(chat: { open(): void }, signal: AbortSignal): void {
  const follow = () => {
    // Behind the route, on pages that keep theirs in the hash.
    if (location.hash.endsWith('#support-chat')) chat.open()
  }
  // A link to the hash that the page already has changes nothing, and is told as a `popstate` alone.
  for (const event of ['hashchange', 'popstate']) addEventListener(event, follow, { signal })
  follow()
}
