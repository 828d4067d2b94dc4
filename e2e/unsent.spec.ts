import type { Page } from '@playwright/test'
import { expect, test } from './test.js'

/** From the next load on, the line answers every send with a refusal, until it is told to let them through. */
async function refuseSends(page: Page): Promise<{ letThrough(): void }> {
  let refusing = true
  await page.routeWebSocket(/socket\.io/, (client) => {
    const server = client.connectToServer()
    client.onMessage((frame) => {
      const id = /^42(\d+)\["send_message"/.exec(String(frame))?.[1]
      if (refusing && id) client.send(`43${id}[{"ok":false,"error":{"code":"forbidden","message":"Not now"}}]`)
      else server.send(frame)
    })
  })
  await page.reload()
  return { letThrough: () => (refusing = false) }
}

test('a refused message stays with its reason, and Retry sends it, in the widget', async ({ user }) => {
  const line = await refuseSends(user.page)
  await user.open()
  await user.send('Please look')
  await expect(user.log.getByText(/Not sent/)).toBeVisible()
  await expect(user.message('Please look')).toBeVisible()

  line.letThrough()
  await user.log.getByRole('button', { name: 'Retry' }).click()
  await expect(user.log.getByText(/Not sent/)).toBeHidden()
  await user.page.reload()
  await user.open()
  await user.expectMessages('Please look')
})

test('a refused message stays with its reason, and Retry sends it, in the console', async ({ user, staff }) => {
  await user.open()
  await user.send('Hello')
  await staff.openChat(user.email)
  const line = await refuseSends(staff.page)
  await staff.send('Good morning')
  await expect(staff.log.getByText(/Not sent/)).toBeVisible()

  line.letThrough()
  await staff.log.getByRole('button', { name: 'Retry' }).click()
  await expect(user.message('Good morning')).toBeVisible()
  await expect(staff.log.getByText(/Not sent/)).toBeHidden()
})

test('what a user is writing is there on the next page, until it is sent, and in that tab alone', async ({ user }) => {
  await user.open()
  await user.input.fill('A long story')
  await user.page.reload()
  await user.open()
  await expect(user.input).toHaveValue('A long story')
  const second = await user.secondTab()
  await second.open()
  await expect(second.input).toHaveValue('')
  await user.sendButton.click()
  await second.expectMessages('A long story')
  await user.page.reload()
  await user.open()
  await user.expectMessages('A long story')
  await expect(user.input).toHaveValue('')
})

test('a refused message is deleted for good where its writer says so', async ({ user }) => {
  const line = await refuseSends(user.page)
  await user.open()
  await user.send('Never mind')
  await user.log.getByRole('button', { name: 'Delete' }).click()
  await expect(user.message('Never mind')).toBeHidden()
  line.letThrough()
  await user.page.reload()
  await user.open()
  await user.send('Hello')
  await user.expectMessages('Hello')
  expect(await user.shown(['Never mind'])).toEqual([])
})
