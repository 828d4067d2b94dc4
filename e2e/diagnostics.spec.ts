import jwt from 'jsonwebtoken'
import { diagnose, faults, test } from './host-page.js'
import { ProductServer } from './server.js'
import { expect, freshName } from './test.js'

test('diagnose() names each fault by its own check', async ({ open, server, guard }) => {
  guard.expect(/./)
  const nobody = 'http://localhost:9'
  guard.allowOrigin(nobody)
  const chat = (token: string, url = server.url) => `<support-chat server-url="${url}" token="${token}"></support-chat>`
  const name = freshName('ill')
  const good = server.userToken(name)
  const expired = jwt.sign({ sub: 'a', email: 'a@example.com', exp: 1_000_000_000 }, 'another secret, not the server’s')

  expect(faults(await diagnose(await open(chat(expired))))).toEqual(
    expect.arrayContaining(['token expiry', 'token accepted']),
  )
  expect(faults(await diagnose(await open(chat('{"token":1}'))))).toContain('token')
  expect(faults(await diagnose(await open(chat(good, nobody))))).toContain('server')

  const named = async (user: string) => {
    const report = await diagnose(await open(chat(good).replace(' token', ` user="${user}" token`)))
    expect(JSON.stringify(report)).not.toContain(name)
    return report.checks.find((check) => check.name === 'user')
  }
  expect(await named(name)).toMatchObject({ ok: true })
  expect(await named(`${name}@example.com`)).toMatchObject({ ok: false, hint: expect.stringContaining('`sub`') })

  const policy = await diagnose(await open(chat(good), `connect-src 'none'`))
  expect(policy.checks.find(({ name }) => name === 'server')).toMatchObject({
    ok: false,
    hint: expect.stringContaining('connect-src'),
  })

  const noSocket = await diagnose(await open(chat(good), `connect-src ${server.url}`))
  expect(faults(noSocket)).toEqual(expect.arrayContaining(['websocket', 'policy']))

  const strict = await ProductServer.launch({
    ALLOWED_ORIGINS: 'https://shop.example',
    DATABASE_URL: await server.databaseUrl(),
  })
  guard.allowOrigin(strict.url)
  const refused = await open(chat(good, strict.url))
  expect((await diagnose(refused)).checks.find(({ name }) => name === 'origin')).toMatchObject({
    ok: false,
    detail: `${new URL(refused.url()).origin} is not in ALLOWED_ORIGINS.`,
  })
  await strict.dispose()

  const old = await open(`<script>Array.prototype.toJSON = () => '[]'</script>${chat(good)}`)
  expect(faults(await diagnose(old))).toContain('page scripts')

  const slow = await open(chat(good))
  await slow.clock.setSystemTime(Date.now() - 3_600_000)
  const { checks } = await diagnose(slow)
  expect(checks.find(({ name }) => name === 'clock')).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^The server’s is 3[56]\d\d s ahead of this one\.$/),
  })
})
