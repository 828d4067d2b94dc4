import type { ChatSnapshot } from '../chat/chat-snapshot.js'
import type { DiagnosticCheck } from './report.js'

/** What is looked at of the element. */
export interface PageSubject {
  readonly serverUrl: string
  readonly instance: string
  readonly snapshot: Pick<ChatSnapshot, 'connection'>
}

/** What the page and the browser bring along. */
export function checkPage(host: PageSubject, script: string, server: URL | null): DiagnosticCheck[] {
  const { connection } = host.snapshot
  return [
    checkServerUrl(script, server),
    checkInstances(host.instance),
    checkScripts(),
    checkStorage(),
    {
      name: 'tabs',
      ok: 'locks' in navigator ? true : null,
      detail: 'locks' in navigator ? 'They agree on which one speaks.' : 'Each speaks for itself: no Web Locks here.',
      ...('locks' in navigator ? {} : { hint: 'Browsers have Web Locks on https pages only.' }),
    },
    {
      name: 'connection',
      ok: connection.error ? false : connection.status === 'connected' || null,
      detail: [connection.status, connection.transport, connection.error?.code].filter(Boolean).join(', '),
    },
  ]
}

function checkServerUrl(script: string, server: URL | null): DiagnosticCheck {
  const name = 'server-url'
  if (!server)
    return { name, ok: false, detail: 'It is no http(s) address.', hint: 'As in https://support.example.com' }
  if (location.protocol === 'https:' && server.protocol === 'http:' && server.hostname !== 'localhost') {
    return {
      name,
      ok: false,
      detail: 'An https page cannot ask an http server.',
      hint: 'Serve Support Chat over https.',
    }
  }
  // It may have a path, but never one of these.
  const base = /^(.*?)\/(?:api|admin|widget|demo)(?:\/|$)/.exec(server.pathname)?.[1]
  if (base !== undefined) {
    return { name, ok: false, detail: 'Its path says too much.', hint: `Give what is before: ${server.origin}${base}` }
  }
  const address = server.href.replace(/\/$/, '')
  return { name, ok: true, detail: address + (script === address ? '' : `; the script is from ${script}`) }
}

function checkInstances(instance: string): DiagnosticCheck {
  const all = [...document.querySelectorAll('support-chat')]
  const count = all.filter((element) => (element as Partial<PageSubject>).instance === instance).length
  const detail = `${count} <support-chat>${instance && ' of its `instance`'} in the document.`
  if (count < 2) return { name: 'instances', ok: true, detail }
  return { name: 'instances', ok: false, detail, hint: 'Only the first one works: leave one.' }
}

/** Libraries of old give lists and texts a `toJSON` of their own, and what is sent comes out as something else. */
function checkScripts(): DiagnosticCheck {
  const name = 'page scripts'
  if (JSON.stringify([['a']]) === '[["a"]]') return { name, ok: true, detail: 'They leave JSON as it is.' }
  return {
    name,
    ok: false,
    detail: 'One of them has changed what JSON.stringify makes of lists or texts.',
    hint: 'Delete toJSON of Array.prototype and String.prototype, or update the library that sets them.',
  }
}

function checkStorage(): DiagnosticCheck {
  const name = 'storage'
  try {
    localStorage.setItem('support-chat:probe', '1')
    localStorage.removeItem('support-chat:probe')
    return { name, ok: true, detail: 'What is unsent survives a reload.' }
  } catch {
    return { name, ok: null, detail: 'Denied: what is unsent is lost with the page.' }
  }
}
