import type { DiagnosticCheck } from './report.js'
import type { Violations } from './violations.js'

const PATIENCE = 8_000

export interface Reached {
  checks: DiagnosticCheck[]
  /** The server answers this page. */
  open: boolean
  /** The server's clock less this one's, in milliseconds; null when unknown. */
  skew: number | null
}

/** Whether the server is there and lets this page in, told apart from a policy of the page that is in the way. */
export async function checkServer(server: URL, violations: Violations): Promise<Reached> {
  const address = `${baseOf(server)}/api/health/live`
  const asked = Date.now()
  const response = await request(address)
  if (response?.ok) {
    const date = Date.parse(response.headers.get('date') ?? '')
    // The header counts whole seconds.
    const skew = Number.isNaN(date) ? null : date + 500 - (asked + Date.now()) / 2
    const answer = (await response.json().catch(() => ({}))) as { origin_allowed?: boolean }
    const open = answer.origin_allowed !== false
    return { open, skew, checks: [reached(true), origin(open)] }
  }
  if (response?.status === 403) return { open: false, skew: null, checks: [reached(true), origin(false)] }
  if (response) return { open: false, skew: null, checks: [reached(false, `It answers ${response.status}.`)] }
  const [blocked] = violations.of(server.host)
  if (blocked) {
    const hint = `Add ${server.origin} and ${socketOrigin(server)} to connect-src.`
    return { open: false, skew: null, checks: [reached(false, `The page’s policy forbids it: ${blocked}.`, hint)] }
  }
  // Without CORS the answer cannot be read, but there is one if a server is there.
  const answers = (await request(address, { mode: 'no-cors' })) !== null
  const checks = answers ? [reached(true), origin(false)] : [reached(false, 'Nothing answers.')]
  return { open: false, skew: null, checks }
}

/** Whether the server knows the token's signature and person. @param token empty where cookies say who it is */
export async function checkAcceptance(server: URL, token: string): Promise<DiagnosticCheck> {
  const name = 'token accepted'
  const response = await request(`${baseOf(server)}/api/auth/me`, identifiedBy(token))
  if (!response) return { name, ok: null, detail: 'No answer.' }
  const answer = (await response.json().catch(() => ({}))) as { role?: string; code?: string }
  if (response.ok && answer.role === 'user') return { name, ok: true, detail: 'The server knows the user.' }
  if (response.ok)
    return { name, ok: false, detail: 'It is a token of staff.', hint: 'Sign one for the user of the page.' }
  const unknown = token
    ? 'The secret or key, issuer and audience have to be those that the server was given (USER_JWT_…).'
    : 'Nobody is signed in, or the cookie stays behind: to another site it needs SameSite=None; Secure.'
  const hint = response.status === 401 ? unknown : 'The server’s log says more.'
  return { name, ok: false, detail: `Refused: ${answer.code ?? response.status}.`, hint }
}

/** What the server calls the user of a token that nobody else can read; null where it does not say. */
export async function externalIdOf(server: URL, token: string): Promise<string | null> {
  const response = await request(`${baseOf(server)}/api/support_chat`, identifiedBy(token))
  const { external_id: id = null } = ((await response?.json().catch(() => null)) ?? {}) as { external_id?: string }
  return id
}

/** Empty where cookies say who it is. */
const identifiedBy = (token: string): RequestInit =>
  token ? { headers: { authorization: `Bearer ${token}` } } : { credentials: 'include' }

export async function checkWebSocket(server: URL, violations: Violations): Promise<DiagnosticCheck> {
  const name = 'websocket'
  if (await opensWebSocket(server)) return { name, ok: true, detail: 'It opens.' }
  const polling = await request(`${baseOf(server)}/socket.io/?EIO=4&transport=polling`)
  const instead = polling?.ok ? 'long polling, which works but is slower' : 'asking every few seconds'
  const socket = socketOrigin(server)
  const blocked = violations.of(server.host).find((violation) => violation.includes(socket))
  const hint = blocked ? `Add ${socket} to connect-src.` : 'Let the proxy pass WebSocket upgrades of /socket.io/ on.'
  return { name, ok: false, detail: `It does not open; the chat falls back to ${instead}.`, hint }
}

function opensWebSocket(server: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (opens: boolean) => {
      clearTimeout(timer)
      socket?.close()
      resolve(opens)
    }
    const timer = setTimeout(() => done(false), PATIENCE)
    let socket: WebSocket | undefined
    try {
      socket = new WebSocket(`${baseOf(server).replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
      // A proxy may accept and then pass nothing on: only the server's first packet tells.
      socket.onmessage = () => done(true)
      socket.onerror = socket.onclose = () => done(false)
    } catch {
      done(false)
    }
  })
}

/** Null when there is no answer that this page may see. */
function request(address: string, init: RequestInit = {}): Promise<Response | null> {
  const signal = AbortSignal.timeout(PATIENCE)
  return fetch(address, { cache: 'no-store', credentials: 'omit', signal, ...init }).catch(() => null)
}

/** Where the server is one module of an application, it has a path. */
const baseOf = ({ origin, pathname }: URL): string => origin + pathname.replace(/\/+$/, '')

const socketOrigin = ({ origin }: URL): string => origin.replace('http', 'ws')

function reached(ok: boolean, detail = 'It answers.', hint?: string): DiagnosticCheck {
  const otherwise = 'Check server-url, and that the server runs and can be reached from this browser.'
  return { name: 'server', ok, detail, ...(ok ? {} : { hint: hint ?? otherwise }) }
}

function origin(ok: boolean): DiagnosticCheck {
  return ok
    ? { name: 'origin', ok, detail: `${location.origin} is allowed.` }
    : {
        name: 'origin',
        ok,
        detail: `${location.origin} is not in ALLOWED_ORIGINS.`,
        hint: 'Add it there, on the server.',
      }
}
