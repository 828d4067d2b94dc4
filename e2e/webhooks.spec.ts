import type { Page } from '@playwright/test'
import { verify, WebhookReceiver } from '../server/test/webhook-receiver.js'
import { expectClean } from './axe.js'
import { ChatConsole } from './pages/chat-console.js'
import { ProductServer, STAFF } from './server.js'
import { expect, freshName, test as base } from './test.js'

const test = base.extend<{ receiver: WebhookReceiver }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs off this pattern
  receiver: async ({}, use) => {
    const receiver = await WebhookReceiver.start()
    await use(receiver)
    await receiver.stop()
  },
})

/** The line of one endpoint: tests share a server. */
const lineOf = (page: Page, url: string) => page.locator('app-webhook-line').filter({ hasText: url })
const address = (page: Page) => page.getByRole('textbox', { name: 'Address' })

async function openForm(page: Page): Promise<void> {
  await page.goto('/admin/settings/webhooks')
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  await expect(address(page)).toBeFocused()
}

async function add(page: Page, url: string): Promise<string> {
  await openForm(page)
  await address(page).fill(url)
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  const secret = lineOf(page, url).getByRole('textbox', { name: 'Secret that signatures are verified with' })
  await expect(secret).toBeFocused()
  return secret.inputValue()
}

/** The requests with a message of this text. */
const told = (receiver: WebhookReceiver, text: string) =>
  receiver.received.filter((_, index) => receiver.sent[index]?.data.message?.content === text)

test('staff add an endpoint, get its secret once, try it, change it and delete it', async ({ staff, receiver }) => {
  const { page } = staff
  await openForm(page)
  const save = page.getByRole('button', { name: 'Add endpoint' })
  await address(page).fill('ftp://example.com')
  await save.click()
  await expect(page.getByRole('alert')).toHaveText(/^Enter a full web address/)
  await expect(address(page)).toBeFocused()
  await address(page).fill(receiver.url)
  await page.getByRole('textbox', { name: 'Description' }).fill('Order system')
  await page.getByRole('radio', { name: 'Only these' }).check()
  await save.click()
  await expect(page.getByRole('alert')).toHaveText('Choose at least one event.')
  await expect(page.getByRole('checkbox').first()).toBeFocused()
  await expectClean(page, 'form with a problem')
  await page.getByRole('checkbox', { name: 'message.created' }).check()
  await save.click()

  const line = lineOf(page, receiver.url)
  const secret = line.getByRole('textbox', { name: 'Secret that signatures are verified with' })
  await expect(secret).toHaveValue(/^whsec_/)
  await expect(secret).toBeFocused()
  const first = await secret.inputValue()
  await expect(line).toContainText('Order system')
  await expect(line).toContainText('1 type of event: message.created')
  await expect(line).toContainText('Enabled')

  receiver.answer = () => ({ status: 500, body: 'The queue is full' })
  await page.getByRole('button', { name: `Send a test: ${receiver.url}` }).click()
  await expect(line).toContainText(/Answered 500 in \d+ ms/)
  await expect(line).toContainText('The queue is full')
  await expectClean(page, 'a secret, and a test that failed')
  receiver.answer = () => ({ status: 204 })
  await page.getByRole('button', { name: `Send a test: ${receiver.url}` }).click()
  await expect(line).toContainText(/Answered 204 in \d+ ms/)
  expect(receiver.sent.map(({ type }) => type)).toEqual(['ping', 'ping'])
  expect(() => verify(receiver.received[1]!, first)).not.toThrow()

  await page.getByRole('button', { name: `New secret: ${receiver.url}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click()
  await expect(secret).not.toHaveValue(first)
  await expect(secret).toHaveValue(/^whsec_/)

  await page.getByRole('button', { name: `Edit: ${receiver.url}` }).click()
  await expect(address(page)).toHaveValue(receiver.url)
  await expect(page.getByRole('checkbox', { name: 'message.created' })).toBeChecked()
  await page.getByRole('radio', { name: 'All events' }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(line).toContainText('All events')
  await expect(page.getByRole('button', { name: `Edit: ${receiver.url}` })).toBeFocused()

  await page.reload()
  await expect(line).toContainText('All events')
  await expect(secret).toHaveCount(0)
  await page.getByRole('button', { name: `Delete: ${receiver.url}` }).click()
  const question = page.getByRole('dialog', { name: `Delete the webhook to ${receiver.url}?` })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: `Delete: ${receiver.url}` })).toBeFocused()
  await page.getByRole('button', { name: `Delete: ${receiver.url}` }).click()
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(line).toHaveCount(0)
})

test('the log tells what came of each event, and sends one again', async ({ staff, receiver, written }) => {
  const { page } = staff
  const secret = await add(page, receiver.url)
  const line = lineOf(page, receiver.url)
  await page.getByRole('button', { name: `Deliveries: ${receiver.url}` }).click()
  await expect(line).toContainText('Nothing was sent there in the last 30 days.')

  receiver.answer = () => ({ status: 503 })
  const text = freshName('Where is my order')
  await written(text)
  await expect.poll(() => told(receiver, text).length).toBeGreaterThan(0)
  const entry = line.getByRole('listitem').filter({ hasText: 'message.created' }).filter({ hasText: text })
  await expect(async () => {
    await page.getByRole('button', { name: `Refresh: ${receiver.url}` }).click()
    await expect(entry).toContainText(/message\.created\s*Waiting/, { timeout: 1_000 })
  }).toPass()
  await expect(entry).toContainText(/Answered 503 in \d+ ms · \d attempts? · /)
  await expect(entry).toContainText(/Next attempt/)
  await expectClean(page, 'log')

  receiver.answer = () => ({ status: 204 })
  await entry.getByRole('button', { name: /^Send again: message.created/ }).click()
  await expect(entry).toContainText(/message\.created\s*Delivered/)
  await expect(entry).toContainText(/Answered 204 in/)
  await expect(entry).not.toContainText('Next attempt')
  const [once, again] = [told(receiver, text)[0], told(receiver, text).at(-1)]
  expect(again!.id).toBe(once!.id)
  expect(() => verify(again!, secret)).not.toThrow()
  await entry.getByText('Content', { exact: true }).click()
  await expect(entry).toContainText(`webhook-id: ${once!.id}`)
})

test('an endpoint that is gone is disabled, says why, and gets what it missed once enabled', async ({
  staff,
  receiver,
  written,
}) => {
  const { page } = staff
  await add(page, receiver.url)
  const line = lineOf(page, receiver.url)
  receiver.answer = () => ({ status: 410 })
  const [first, missed] = [freshName('First'), freshName('Missed')]
  await written(first)
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(line).toContainText(/Disabled since .*: it answered 410 Gone/, { timeout: 1_000 })
  }).toPass()
  await expectClean(page, 'a disabled endpoint')
  await written(missed)
  receiver.answer = () => ({ status: 204 })
  await page.getByRole('button', { name: `Enable again: ${receiver.url}` }).click()
  await expect(line).toContainText('Enabled')
  await expect(line).not.toContainText('410 Gone')
  await expect.poll(() => told(receiver, missed).length).toBe(1)
  await page.getByRole('button', { name: `Disable: ${receiver.url}` }).click()
  await expect(line).toContainText(/Disabled by staff since/)
})

test('a private address is refused beside its field, and a name that leads to one when it is tried', async ({
  newProfile,
  guard,
}) => {
  const strict = await ProductServer.launch({ WEBHOOK_ALLOW_PRIVATE: 'false' })
  guard.allowOrigin(strict.url)
  guard.expect(/status of 400/)
  const context = await newProfile()
  const console = await ChatConsole.visit(await context.newPage(), `${strict.url}/admin/`)
  const { page } = console
  await console.signIn(STAFF)
  await page.goto(`${strict.url}/admin/settings/webhooks`)
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  await address(page).fill('http://10.0.0.1/hook')
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await expect(page.getByRole('alert')).toHaveText(/^This address leads into a private network/)
  await expect(address(page)).toBeFocused()
  await expect(address(page)).toHaveAttribute('aria-invalid', 'true')
  await address(page).fill('http://localhost:1/hook')
  await page.getByRole('button', { name: 'Add endpoint' }).click()
  await page.getByRole('button', { name: 'Send a test: http://localhost:1/hook' }).click()
  await expect(page.getByText('Not sent: the name leads to a private address')).toBeVisible()
  await context.close()
  await strict.dispose()
})
