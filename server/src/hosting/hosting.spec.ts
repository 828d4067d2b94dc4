import express, { type RequestHandler } from 'express'
import jwt from 'jsonwebtoken'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config/config.js'
import { findAvailablePort } from './find-available-port.js'
import { consolePages } from './console-pages.js'
import { demoPages } from './demo-pages.js'
import { widgetFiles } from './widget-files.js'

const SECRET = 's'.repeat(32)
const HASHED = 'public, max-age=31536000, immutable'

let folder: string
let servers: Server[]

beforeEach(async () => {
  servers = []
  folder = await mkdtemp(join(tmpdir(), 'support-chat-hosting-'))
})
afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

/** Serves `handler` at `path` and answers requests to that server. */
async function serve(path: string, handler: RequestHandler) {
  const server = createServer(express().use(path, handler)).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return (address: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${address}`, { redirect: 'manual', ...init })
}

describe('the console', () => {
  const page = '<base href="/admin/"><app-root ngCspNonce="CSP_NONCE"></app-root>'
  let get: Awaited<ReturnType<typeof serve>>

  beforeEach(async () => {
    await writeFile(join(folder, 'index.html'), page)
    await writeFile(join(folder, 'main-ABCD1234.js'), 'export {}')
    await writeFile(join(folder, 'favicon.svg'), '<svg/>')
    get = await serve('/admin', consolePages(folder, ''))
  })

  it('is one page for every address that is not a file, never taken from a cache unasked', async () => {
    for (const address of ['/admin/', '/admin/chats/123?tab=archived']) {
      const response = await get(address)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<app-root')
    }
  })

  it('tells the page how staff sign in, whatever the button says', async () => {
    await writeFile(join(folder, 'index.html'), '<meta name="sign-in" content="SIGN_IN_OPTIONS" /><app-root')
    const signIn = { password: false, sso: { button: `"><script>alert('&$&')</script>` } }
    const text = await (await (await serve('/admin', consolePages(folder, '', signIn)))('/admin/')).text()
    const [, content = ''] = /^<meta name="sign-in" content="([^"<>']*)" \/><app-root$/.exec(text) ?? []
    const read = content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    expect(JSON.parse(read)).toEqual(signIn)
  })

  it('runs no inline script, and no inline style without the nonce of its answer', async () => {
    const [first, second] = await Promise.all([get('/admin/'), get('/admin/')])
    const nonces = await Promise.all(
      [first, second].map(async (response) => {
        const policy = response.headers.get('content-security-policy')!
        const nonce = /ngCspNonce="([^"]+)"/.exec(await response.text())![1]!
        expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`)
        expect(policy).toContain(`script-src 'self';`)
        expect(policy).not.toContain('unsafe')
        return nonce
      }),
    )
    expect(nonces[0]).not.toBe(nonces[1])
  })

  it('lets hashed files be kept for ever and others be checked', async () => {
    expect((await get('/admin/main-ABCD1234.js')).headers.get('cache-control')).toBe(HASHED)
    expect((await get('/admin/favicon.svg')).headers.get('cache-control')).toBe('no-cache')
  })

  it('answers 404, not its page, for a file of an older build', async () => {
    expect((await get('/admin/main-OLDOLD12.js')).status).toBe(404)
  })

  it('has one address', async () => {
    expect((await get('/admin')).headers.get('location')).toBe('/admin/')
    expect((await get('/admin/index.html')).headers.get('location')).toBe('/admin/')
  })

  it('names the base below which it is seen from outside', async () => {
    get = await serve('/admin', consolePages(folder, '/support'))
    expect(await (await get('/admin/')).text()).toContain('<base href="/support/admin/">')
    expect((await get('/admin')).headers.get('location')).toBe('/support/admin/')
  })

  it('answers 404 when it has not been built', async () => {
    await rm(join(folder, 'index.html'))
    expect((await get('/admin/')).status).toBe(404)
  })
})

describe('the widget', () => {
  let get: Awaited<ReturnType<typeof serve>>

  beforeEach(async () => {
    await writeFile(join(folder, 'support-chat.js'), 'import("./panel-Ab_-1234.js")')
    await writeFile(join(folder, 'support-chat-Cd-_5678.js'), 'import("./panel-Ab_-1234.js")')
    await writeFile(join(folder, 'panel-Ab_-1234.js'), 'export {}')
    await writeFile(join(folder, 'integrity.json'), '{}')
    get = await serve('/widget', widgetFiles(folder))
  })

  it.each(['support-chat.js', 'support-chat-Cd-_5678.js', 'panel-Ab_-1234.js'])(
    'can be loaded by a page of any origin: %s',
    async (file) => {
      const { status, headers } = await get(`/widget/${file}`, { headers: { origin: 'https://app.example.com' } })
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    },
  )

  it('stands under its major version as well, each file kept as long', async () => {
    for (const file of ['support-chat.js', 'panel-Ab_-1234.js', 'integrity.json']) {
      const [now, pinned] = await Promise.all([get(`/widget/${file}`), get(`/widget/1/${file}`)])
      expect(pinned.status).toBe(now.status)
      expect(await pinned.text()).toBe(await now.text())
      for (const name of ['cache-control', 'etag', 'access-control-allow-origin'])
        expect(pinned.headers.get(name)).toBe(now.headers.get(name))
    }
    for (const none of ['1/missing.js', '2/support-chat.js']) expect((await get(`/widget/${none}`)).status).toBe(404)
  })

  it('has an entry of a hashed name that is kept for ever, and a list of hashes that is kept for minutes', async () => {
    const pinned = await get('/widget/support-chat-Cd-_5678.js')
    expect(pinned.headers.get('cache-control')).toBe(HASHED)
    const list = await get('/widget/integrity.json', { headers: { origin: 'https://app.example.com' } })
    expect(list.headers.get('cache-control')).toBe('public, max-age=300')
    expect(list.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('has an entry that is kept for minutes and chunks that are kept for ever', async () => {
    const entry = await get('/widget/support-chat.js')
    expect(entry.headers.get('cache-control')).toBe('public, max-age=300')
    expect((await get('/widget/panel-Ab_-1234.js')).headers.get('cache-control')).toBe(HASHED)
    // Without the second header fetch would ask caches to pass the request on.
    const headers = { 'if-none-match': entry.headers.get('etag')!, 'cache-control': 'max-age=0' }
    const again = await get('/widget/support-chat.js', { headers })
    expect(again.status).toBe(304)
  })
})

describe('the demo', () => {
  const files = join(__dirname, '../../public/demo')
  const userJwt = { key: { secret: SECRET }, issuer: 'acme', audience: 'chat' }
  const demo = (values: Partial<Config> = {}) =>
    serve('/demo', demoPages({ apiPath: '/api', userJwt, ...values } as Config, files))
  const askToken = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })

  it('is a page with the widget for the user of its address, or for demo', async () => {
    const get = await demo()
    const page = await (await get('/demo?user=ada')).text()
    expect(page).toContain('<support-chat></support-chat>')
    expect(page).toContain('value="ada"')
    expect(await (await get('/demo')).text()).toContain('value="demo"')
  })

  it('signs a user in by a token that the server takes, outside of any address', async () => {
    const get = await demo()
    const response = await get('/demo/token', askToken('{"user":"ada"}'))
    const { token } = (await response.json()) as { token: string }
    expect(jwt.verify(token, SECRET, { issuer: 'acme', audience: 'chat', algorithms: ['HS256'] })).toMatchObject({
      sub: 'ada',
      email: 'ada@example.com',
      name: 'Ada',
      exp: expect.any(Number),
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each(['<script>', 'a b', '-x', 'x'.repeat(41)])('refuses the name %j', async (name) => {
    const get = await demo()
    const response = await get(`/demo?user=${encodeURIComponent(name)}`)
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('<script>')
  })

  it('says so when only an identity provider can sign users in', async () => {
    const get = await demo({ userJwt: { ...userJwt, key: { jwksUrl: 'https://auth.example.com/jwks' } } })
    expect(await (await get('/demo')).text()).toContain('USER_JWT_JWKS_URL')
  })

  it('runs nothing inline and loads nothing from elsewhere', async () => {
    const get = await demo()
    for (const address of ['/demo', '/demo/theming']) {
      const page = await (await get(address)).text()
      expect(page).toContain('<support-chat')
      expect(page).not.toMatch(/<script>|<style|style="| on\w+="|(src|href)="(https?:)?\/\//)
    }
  })
})

describe('findAvailablePort', () => {
  it('says which port is in use', async () => {
    const port = await findAvailablePort(0, '127.0.0.1')
    const holder = createServer().listen(port, '127.0.0.1')
    servers.push(holder)
    await expect(findAvailablePort(port, '127.0.0.1')).rejects.toThrow(
      `Port ${port} is in use: stop what uses it, or set PORT.`,
    )
  })

  it('waits for a port that is about to be free', async () => {
    const port = await findAvailablePort(0, '127.0.0.1')
    const holder = createServer().listen(port, '127.0.0.1')
    await new Promise((resolve) => holder.once('listening', resolve))
    const claimed = findAvailablePort(port, '127.0.0.1')
    holder.close()
    await expect(claimed).resolves.toBe(port)
  })

  it('says that HOST is not an address of the machine', async () => {
    await expect(findAvailablePort(0, '192.0.2.1')).rejects.toThrow('HOST 192.0.2.1 is no address of this machine')
  })
})
