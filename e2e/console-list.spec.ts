import { STAFF } from './server.js'
import { expect, test } from './test.js'

const CHATS = 130
/** The list draws what is in sight and some cards above and below, whatever its length. */
const CARDS_AT_MOST = 60

test('a long list draws few cards, stays where it is read while news come in, and is there again after the settings, another tab and a chat', async ({
  visitConsole,
  written,
}) => {
  const emails: string[] = []
  for (let chat = 0; chat < CHATS; chat++) emails.push(await written('Hello'))
  const staff = await visitConsole()
  await staff.signIn(STAFF)
  const { page } = staff

  const list = page.getByRole('tabpanel').getByRole('list')
  const cards = page.locator('[data-chat]')
  const topInSight = () =>
    list.evaluate((element) => {
      const { top, left } = element.getBoundingClientRect()
      // Close to the edge: further down another card may begin once cards are lower.
      return document
        .elementFromPoint(left + 50, top + 8)
        ?.closest('[data-chat]')
        ?.getAttribute('data-chat')
    })
  const oldest = staff.card(emails[0]!)
  await expect
    .poll(async () => {
      await list.evaluate((element) => element.scrollBy(0, 1500))
      return oldest.isVisible()
    })
    .toBe(true)
  expect(await cards.count()).toBeLessThan(CARDS_AT_MOST)

  await list.evaluate((element) => element.scrollBy(0, -1500))
  await expect(oldest).toBeHidden()
  await expect.poll(topInSight).toBeTruthy()
  const read = await topInSight()
  await written('News')
  await expect(page.getByRole('button', { name: 'To the newest' })).toBeVisible()
  await expect.poll(topInSight).toBe(read)

  await page.keyboard.type('gs')
  await expect(page.getByRole('heading', { name: 'Profile and password' })).toBeVisible()
  await written('More news')
  await page.goBack()
  await expect.poll(topInSight).toBe(read)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('density dense')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'dense')
  await expect.poll(topInSight).toBe(read)

  await page.setViewportSize({ width: 390, height: 700 })
  const tab = page.getByRole('tab', { name: 'Archived' })
  await tab.click()
  await expect(tab).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator(`[data-chat="${read}"]`)).toBeHidden()
  await page.goBack()
  await expect.poll(topInSight).toBe(read)
  await page.locator(`[data-chat="${read}"] a`).press('j')
  await expect(page.locator(`[data-chat="${read}"] a`)).not.toBeFocused()
  const next = page.locator('[data-chat] a:focus')
  const address = await next.getAttribute('href')
  const place = await topInSight()
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await page.goBack()
  await expect.poll(topInSight).toBe(place)
  await expect(next).toHaveAttribute('href', address!)
  await page.keyboard.type('gr')
  await expect(tab).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.type('ga')
  await expect.poll(topInSight).toBe(place)
  await expect(next).toHaveAttribute('href', address!)

  // As fast as a key can be held, and Enter before anything is drawn.
  const words = await next.innerText()
  const above = emails[emails.findIndex((email) => words.includes(email)) + 30]!
  await Promise.all([...Array<string>(30).fill('ArrowUp'), 'Enter'].map((key) => page.keyboard.press(key)))
  await staff.expectChat(above)
  await page.goBack()
  await expect(staff.card(above)).toBeFocused()

  // There and back in every state of drawing.
  for (let round = 0; round < 10; round++) {
    await page.keyboard.press('Enter')
    await staff.expectChat(above)
    await page.goBack()
    await expect(staff.card(above)).toBeFocused()
  }

  await page.locator('[data-chat] a[tabindex="0"]').press('Home')
  await expect(cards.first()).toHaveAttribute('aria-posinset', '1')

  // Scrolled away, the card that has the focus is no longer there; the next key comes back to its neighbour.
  await expect(cards.first().getByRole('link')).toBeFocused()
  await list.evaluate((element) => element.scrollBy(0, 5000))
  await expect(list).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[aria-posinset="2"] a')).toBeFocused()
})
