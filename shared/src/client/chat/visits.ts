import { attempt } from '../core/attempt.js'
import { toApiError } from '../core/request-error.js'
import type { Connection } from '../connection/connection.js'
import type { Attributes } from '../../contract/attributes.js'
import type { ApiError } from '../../contract/errors.js'

/** What a user's client tells staff of where the user is. */
export interface VisitOptions {
  /** Reports page and time zone. Default: no. */
  tellsVisits?: boolean | undefined
  /** Gives what the page says of the visit; null or undefined where that is nothing. */
  context?: (() => unknown) | undefined
  /** Is called where the server refuses what the page says. */
  onVisitRefused?: ((error: ApiError) => void) | undefined
}

export interface VisitReporter {
  /** Reports again if the page says something else by now. */
  update(): void
  stop(): void
}

/**
 * Reports to staff on which page the user is, without query and fragment, in which time zone, and what the page says of it:
 * at every new connection, when the tab is shown again, and on each change. A tab in the background reports nothing.
 */
export function reportVisits(connection: Connection, options: VisitOptions): VisitReporter {
  const stopping = new AbortController()
  const { signal } = stopping
  let reportedPath: string | undefined
  let reportedContext: string | undefined
  const path = () => location.origin + location.pathname
  /** As it is now, and as it can be sent and handed to other tabs. What was said before is taken back by saying nothing. */
  const context = () => attempt(() => JSON.stringify(options.context?.() ?? (reportedContext && {})))
  const report = () => {
    if (document.visibilityState !== 'visible') return
    reportedPath = path()
    const said = (reportedContext = context())
    if (!options.tellsVisits && !said) return
    const payload = { ...(options.tellsVisits && whereabouts(reportedPath)), ...(said && { context: parse(said) }) }
    // Not repeated: nothing depends on it.
    connection.request('visit', payload).catch((cause: unknown) => {
      const error = toApiError(cause)
      if (said && error.code === 'invalid_request') options.onVisitRefused?.(error)
    })
  }
  const onNavigation = () => {
    if (reportedPath !== undefined && reportedPath !== path()) report()
  }
  const { navigation } = globalThis as { navigation?: EventTarget }
  // Without the Navigation API browsers announce only steps in the history; other changes wait for the next report.
  ;(navigation ?? window).addEventListener(navigation ? 'currententrychange' : 'popstate', onNavigation, { signal })
  const stopListening = connection.onSync(report)
  return {
    update: () => {
      if (context() !== reportedContext) report()
    },
    stop: () => {
      stopping.abort()
      stopListening()
    },
  }
}

const parse = (text: string) => JSON.parse(text) as Attributes

function whereabouts(page: string) {
  // Undefined where the browser does not know the system's time zone.
  const time_zone = attempt(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
  // The address of a page in an app's own files says nothing.
  return { ...(page.startsWith('http') && { page_url: page }), time_zone }
}
