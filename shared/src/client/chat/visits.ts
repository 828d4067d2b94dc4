import { attempt } from '../core/attempt.js'
import type { Connection } from '../connection/connection.js'

/**
 * Reports to staff on which page the user is, without query and fragment, and in which time zone: at every new connection,
 * when the tab is shown again, and when the page's path changes. A tab in the background reports nothing.
 *
 * @returns a function that stops it.
 */
export function reportVisits(connection: Connection): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  let reported: string | undefined
  const path = () => location.origin + location.pathname
  const report = () => {
    if (document.visibilityState !== 'visible') return
    reported = path()
    // Undefined where the browser does not know the system's time zone.
    const timeZone = attempt(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
    // The address of a page in an app's own files says nothing.
    const page = reported.startsWith('http') && { page_url: reported }
    // Not repeated: nothing depends on it.
    connection.request('visit', { ...page, time_zone: timeZone }).catch(() => undefined)
  }
  const onNavigation = () => {
    if (reported !== undefined && reported !== path()) report()
  }
  const { navigation } = globalThis as { navigation?: EventTarget }
  // Without the Navigation API browsers announce only steps in the history; other changes wait for the next report.
  ;(navigation ?? window).addEventListener(navigation ? 'currententrychange' : 'popstate', onNavigation, { signal })
  const stopListening = connection.onSync(report)
  return () => {
    stopping.abort()
    stopListening()
  }
}
