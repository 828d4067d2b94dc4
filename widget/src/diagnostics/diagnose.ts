import { checkPage, type PageSubject } from './page.js'
import { reportOf, type DiagnosticCheck, type DiagnosticReport } from './report.js'
import { checkAcceptance, checkServer, checkWebSocket } from './server.js'
import { checkClock, checkToken } from './token.js'
import { Violations } from './violations.js'
import { scriptServer } from '../loading/script-server.js'

/** The element as it is looked at. */
export interface DiagnosticsSubject extends PageSubject {
  readonly mock: boolean
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

/** Empty where cookies say who the user is. */
async function tokenOf({ token, getToken, credentials }: DiagnosticsSubject): Promise<string | DiagnosticCheck> {
  const name = 'token'
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
