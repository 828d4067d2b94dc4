import { attempt } from '../core/attempt.js'
import type { Connection } from '../connection/connection.js'

/**
 * Tells staff on which page the user is, without query and fragment, and in which time zone: at every new connection,
 * when the tab is looked at again, and when the page changes its path. A tab in the background keeps it to itself.
 *
 * @returns the way to stop.
 */
export function tellVisits(connection: Connection): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  let told: string | undefined
  const path = () => location.origin + location.pathname
  const tell = () => {
    if (document.visibilityState !== 'visible') return
    told = path()
    // Undefined where the system is set to one that the browser does not know.
    const timeZone = attempt(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
    // What an app shows from its own files has no address that says anything.
    const page = told.startsWith('http') && { page_url: told }
    // No message depends on it, and the next occasion comes.
    connection.request('visit', { ...page, time_zone: timeZone }).catch(() => undefined)
  }
  const moved = () => {
    if (told !== undefined && told !== path()) tell()
  }
  const { navigation } = globalThis as { navigation?: EventTarget }
  // Browsers without the Navigation API tell of the way back and forth alone; the rest waits for the next occasion.
  ;(navigation ?? window).addEventListener(navigation ? 'currententrychange' : 'popstate', moved, { signal })
  const stopListening = connection.onSync(tell)
  return () => {
    stopping.abort()
    stopListening()
  }
}
