import { randomUUID } from 'node:crypto'
import { expect, freshName, test } from './test.js'

const CHATS = 130
/** The list draws what is in sight and some cards above and below, whatever its length. */
const CARDS_AT_MOST = 60

test('a long list draws few cards, stays where it is read while news come in, and is there again after the settings', async ({
  staff,
  server,
  request,
}) => {
  const { page } = staff
  const stem = freshName('many')
  const write = async (name: string) => {
    const headers = { authorization: `Bearer ${server.userToken(name)}` }
    await request.post('/api/support_chat/messages', { headers, data: { content: 'Hello', client_id: randomUUID() } })
  }
  for (let chat = 0; chat < CHATS; chat++) await write(`${stem}-${chat}`)

  const list = page.getByRole('tabpanel').getByRole('list')
  const cards = page.locator('[data-chat]')
  const topInSight = () =>
    list.evaluate((element) => {
      const { top, left } = element.getBoundingClientRect()
      return document
        .elementFromPoint(left + 50, top + 40)
        ?.closest('[data-chat]')
        ?.getAttribute('data-chat')
    })
  const oldest = staff.card(`${stem}-0@example.com`)
  await expect
    .poll(async () => {
      await list.evaluate((element) => element.scrollBy(0, 1500))
      return oldest.isVisible()
    })
    .toBe(true)
  expect(await cards.count()).toBeLessThan(CARDS_AT_MOST)

  await list.evaluate((element) => element.scrollBy(0, -1500))
  await expect(oldest).toBeHidden()
  const read = await topInSight()
  await write(freshName('late'))
  await expect(page.getByRole('button', { name: 'To the newest' })).toBeVisible()
  await expect.poll(topInSight).toBe(read)

  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  await write(freshName('later'))
  await page.goBack()
  await expect.poll(topInSight).toBe(read)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('density dense')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'dense')
  await expect.poll(topInSight).toBe(read)

  await page.locator('[data-chat] a[tabindex="0"]').press('Home')
  await expect(cards.first()).toHaveAttribute('aria-posinset', '1')
})
