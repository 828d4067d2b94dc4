import { checkPage, type PageSubject } from './page.js'
import { reportOf, type DiagnosticCheck, type DiagnosticReport } from './report.js'
import { checkAcceptance, checkServer, checkWebSocket, externalIdOf } from './server.js'
import { checkClock, checkToken, checkUser, subjectOf } from './token.js'
import { Violations } from './violations.js'
import type { PageUser } from '../chat/identity.js'
import { scriptServer } from '../loading/script-server.js'

/** The element as it is looked at. */
export interface DiagnosticsSubject extends PageSubject {
  readonly mock: boolean
  /** Nobody is signed in, be it that `logout()` was called. */
  readonly signedOut: boolean
  readonly user: PageUser
  readonly token: string | null
  readonly getToken: (() => string | Promise<string>) | undefined
  readonly credentials: 'include' | 'omit'
}

/** Looks at everything the widget needs. A few seconds at most; never rejects. */
export async function diagnose(host: DiagnosticsSubject): Promise<DiagnosticReport> {
  if (host.mock) return reportOf([{ name: 'mock', ok: null, detail: 'There is no server in mock mode.' }])
  const violations = new Violations()
  try {
    const server = addressOf(host.serverUrl)
    const page = checkPage(host, scriptServer, server)
    const rest = server ? await checkLine(host, server, violations) : []
    return reportOf([...page, ...rest])
  } finally {
    violations.stop()
  }
}

async function checkLine(host: DiagnosticsSubject, server: URL, violations: Violations): Promise<DiagnosticCheck[]> {
  const { checks, open, skew } = await checkServer(server, violations)
  const token = await tokenOf(host)
  checks.push(checkClock(skew), ...(typeof token === 'string' ? checkToken(token, skew) : [token]))
  if (typeof token === 'string') checks.push(await checkIdentity(host, token, open ? server : null))
  if (!open) return checks
  if (typeof token === 'string') checks.push(await checkAcceptance(server, token))
  checks.push(await checkWebSocket(server, violations))
  const blocked = violations.of(server.host, new URL(scriptServer).host)
  checks.push(
    blocked.length === 0
      ? { name: 'policy', ok: true, detail: 'The page’s content security policy is not in the way.' }
      : {
          name: 'policy',
          ok: false,
          detail: `Blocked: ${blocked.join(', ')}.`,
          hint: 'Allow it in the page’s policy.',
        },
  )
  return checks
}

/** @param server null where it may not be asked */
async function checkIdentity(
  { user }: DiagnosticsSubject,
  token: string,
  server: URL | null,
): Promise<DiagnosticCheck> {
  const id = user === false ? '' : String(user ?? '')
  const subject = subjectOf(token) ?? (id && server ? await externalIdOf(server, token) : null)
  return checkUser(id, subject)
}

/** Empty where cookies say who the user is. */
async function tokenOf(host: DiagnosticsSubject): Promise<string | DiagnosticCheck> {
  const { signedOut, token, getToken, credentials } = host
  const name = 'token'
  if (signedOut && (token || getToken)) {
    const hint = 'After logout() set token, getToken or user again, be it to the same value.'
    return { name, ok: false, detail: 'Nobody is signed in: logout() was called.', hint }
  }
  if (!token && !getToken && credentials === 'include') return ''
  if (!token && !getToken) {
    return { name, ok: false, detail: 'There is none.', hint: 'Set the token attribute, or the getToken property.' }
  }
  try {
    return getToken ? await getToken() : (token ?? '')
  } catch {
    return {
      name,
      ok: false,
      detail: 'getToken failed.',
      hint: 'Look at the request that it makes in the network panel.',
    }
  }
}

function addressOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) ? url : null
}
