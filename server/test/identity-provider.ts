import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import jwt from 'jsonwebtoken'

export const OIDC_CLIENT = { id: 'support-chat', secret: 'a secret of the client and the provider' }

/** Somebody at the identity provider. */
export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  groups?: string[]
  /** Does not go on, once there. */
  denies?: boolean
}

type Order = { become: Person } | { skewMs: number } | { logOut: { sub: string; sid?: string } }

/** `oidc-provider`, in a process of its own, which can be away. */
export class IdentityProvider {
  readonly issuer: string
  private readonly key: KeyObject
  private process: ChildProcess | null = null

  /** @param program the path of `run-identity-provider.mjs` */
  constructor(
    private readonly port: number,
    private readonly program: string,
  ) {
    this.issuer = `http://localhost:${port}`
    this.key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  }

  /** @param serverUrl where people come back to @param logoutUrl what is told of logouts */
  async start(serverUrl: string, logoutUrl = serverUrl): Promise<void> {
    const client = {
      client_id: OIDC_CLIENT.id,
      client_secret: OIDC_CLIENT.secret,
      redirect_uris: [`${serverUrl}/api/auth/oidc/callback`],
      backchannel_logout_uri: `${logoutUrl}/api/auth/oidc/backchannel_logout`,
      backchannel_logout_session_required: true,
    }
    const key = { ...this.key.export({ format: 'jwk' }), kid: 'of-the-tests', use: 'sig', alg: 'RS256' }
    this.process = fork(this.program, [], {
      env: { PATH: process.env['PATH'], IDENTITY_PROVIDER: JSON.stringify({ port: this.port, client, key }) },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(this.process, 'message')
  }

  async stop(): Promise<void> {
    const { process: child } = this
    this.process = null
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** Does something at the provider, and waits until it is done. */
  async tell(order: Order): Promise<void> {
    const id = randomUUID()
    const child = this.process!
    child.send({ id, ...order })
    for (;;) {
      const [answer] = (await once(child, 'message')) as [{ id: string; error?: string }]
      if (answer.id !== id) continue
      if (answer.error) throw new Error(answer.error)
      return
    }
  }

  /** A logout token as the provider signs it; a claim given as undefined is left out. */
  logoutToken(claims: Record<string, unknown>, algorithm: jwt.Algorithm = 'RS256'): string {
    const payload: Record<string, unknown> = {
      iss: this.issuer,
      aud: OIDC_CLIENT.id,
      iat: Math.floor(Date.now() / 1000),
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      ...claims,
    }
    const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    const key = algorithm.startsWith('HS') ? OIDC_CLIENT.secret : this.key
    return jwt.sign(given, key, { algorithm, keyid: 'of-the-tests', noTimestamp: !('iat' in given) })
  }
}

/** A browser as far as signing in goes: it keeps cookies by host, and follows where it is led. */
export class CookieJar {
  private readonly cookies = new Map<string, Map<string, string>>()

  /** @param at where the request goes in fact: the address that people see may be a proxy's */
  async request(
    url: string,
    { method = 'GET', at = url, origin }: { method?: string; at?: string; origin?: string } = {},
  ) {
    const jar = this.of(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie && { cookie }), ...(origin && { origin }) }
    const response = await fetch(at, { method, redirect: 'manual', headers })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '' || /expires=thu, 01 jan 1970/i.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    const location = response.headers.get('location')
    return { response, location: location === null ? null : new URL(location, url).href }
  }

  /** Of a host. */
  of(url: string): Map<string, string> {
    const { host } = new URL(url)
    const jar = this.cookies.get(host) ?? new Map<string, string>()
    this.cookies.set(host, jar)
    return jar
  }
}
