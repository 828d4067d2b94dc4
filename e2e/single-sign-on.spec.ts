import { fileURLToPath } from 'node:url'
import { IdentityProvider, OIDC_CLIENT } from '../server/test/identity-provider.js'
import { freePort } from './free-port.js'
import { ProductServer } from './server.js'
import { expect, test } from './test.js'

const OWNER = { sub: 'grace', email: 'grace@example.com', email_verified: true, name: 'Grace' }
const PROVIDER = fileURLToPath(new URL('../server/test/run-identity-provider.mjs', import.meta.url))

test('staff sign in at the identity provider, are told why they are not, and are out when it says so', async ({
  newProfile,
  guard,
}) => {
  const provider = new IdentityProvider(await freePort(), PROVIDER)
  const port = await freePort()
  await provider.start(`http://localhost:${port}`)
  const variables = {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: OIDC_CLIENT.id,
    OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
    OIDC_BUTTON: 'Sign in with "Acme" & Co',
    PASSWORD_LOGIN: 'off',
    ADMIN_EMAIL: OWNER.email,
  }
  const server = await ProductServer.launch(variables, port)
  guard.allowOrigin(server.url)
  guard.allowOrigin(provider.issuer)
  guard.expect(/status of 40[14]/, /ERR_CONNECTION|WebSocket/)
  const page = await (await newProfile()).newPage()
  const begin = page.getByRole('button', { name: 'Sign in with "Acme" & Co' })

  await provider.tell({ become: { ...OWNER, sub: 'eve', email: 'eve@example.com', name: 'Eve' } })
  await page.goto(`${server.url}/admin/settings/profile`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Forgotten your password?' })).toHaveCount(0)
  await begin.click()
  await page.getByRole('button', { name: 'Sign in as Eve' }).click()
  await expect(page.getByRole('alert')).toHaveText(
    'Nobody has invited you yet. Ask an owner or admin of the support team.',
  )
  expect(page.url()).toBe(`${server.url}/admin/sign-in`)

  await page.context().clearCookies()
  await provider.tell({ become: OWNER })
  await page.goto(`${server.url}/admin/settings/profile`)
  await begin.click()
  const addresses: string[] = []
  page.on('framenavigated', (frame) => addresses.push(frame.url()))
  await page.getByRole('button', { name: 'Sign in as Grace' }).click()
  await expect(page.getByText(OWNER.email)).toBeVisible()
  expect(page.url()).toBe(`${server.url}/admin/settings/profile`)
  await expect(page.getByLabel('Current password')).toHaveCount(0)
  const stored = await page.evaluate(() => JSON.stringify(localStorage))
  const tokens = [...stored.matchAll(/_token\\":\\"([^"\\]+)/g)].map(([, token]) => token!)
  expect(tokens).toHaveLength(2)
  for (const token of tokens) expect(addresses.join('\n')).not.toContain(token)

  await page.goto(`${server.url}/admin/chats`)
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible()
  await provider.tell({ logOut: { sub: OWNER.sub } })
  await expect(page.getByText('Your session has ended.')).toBeVisible()

  await page.goto(`${server.url}/admin/break-glass#guessed`)
  await expect(page.getByRole('alert')).toHaveText(/^This link no longer works\./)
  await page.getByRole('link', { name: 'Go to sign-in' }).click()
  await expect(begin).toBeVisible()
  await server.dispose()
  await provider.stop()
})
