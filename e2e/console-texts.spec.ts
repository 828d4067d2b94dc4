import type { Locator, Page } from '@playwright/test'
import { expect, test } from './test.js'

/** As translators of browsers do it: each text gives its place to another one in two elements. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) {
      const text = walker.currentNode as Text
      if (text.data.trim() && !text.parentElement?.closest('font, [translate=no]')) texts.push(text)
    }
    for (const text of texts) {
      const outer = document.createElement('font')
      const inner = outer.appendChild(document.createElement('font'))
      inner.textContent = text.data
      text.replaceWith(outer)
    }
  })

test('cards and messages say what is true while a translator has the page in hands', async ({ staff, visit }) => {
  const { page } = staff
  const [user, other] = [await visit(), await visit()]
  for (const one of [user, other]) await one.open()
  await user.send('First')
  await other.send('Another')
  await staff.openChat(user.email)
  await staff.expectMessages('First')
  await translate(page)
  await user.send('Second')
  await expect(staff.card(user.email, /Second/)).toBeVisible()
  await translate(page)
  await user.send('Third')
  await other.send('Elsewhere')
  await staff.expectMessages('First', 'Second', 'Third')
  await expect(staff.card(user.email, /Third 3 messages · /)).toBeVisible()
  await expect(staff.card(other.email, /unread Elsewhere 2 messages · /)).toBeVisible()
  await expect(staff.card(user.email, /First|Second/)).toHaveCount(0)

  await translate(page)
  await staff.send('Answered')
  await expect(staff.card(user.email, /You: Answered 4 messages · /)).toBeVisible()
  await staff.button('Archive').click()
  await expect(staff.button('Restore')).toBeVisible()
  await expect(page.getByText('Archive', { exact: true })).toBeHidden()
  await expect(staff.card(user.email)).toHaveCount(0)
  await translate(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(staff.button('Archive')).toBeVisible()
  await expect(staff.card(user.email, /4 messages/)).toBeVisible()
})

/** What is drawn where `element` is, while `piled` is there and while it is not. */
async function twice(element: Locator, piled: Locator): Promise<[Buffer, Buffer]> {
  const withIt = await element.screenshot({ animations: 'disabled' })
  await piled.evaluate((node) => ((node as HTMLElement).style.visibility = 'hidden'))
  const without = await element.screenshot({ animations: 'disabled' })
  await piled.evaluate((node) => ((node as HTMLElement).style.visibility = ''))
  return [withIt, without]
}

test('two hundred marks on a letter are drawn over no neighbour, in the console and in the widget', async ({
  staff,
  user,
}) => {
  const piled = `${'a\u0301\u0316'.padEnd(200, '\u0301')} ${'\u0e17\u0e35\u0e48'}`
  await user.open()
  await user.sends('Above', piled, 'Below')
  await staff.openChat(user.email)
  await staff.send('Read')
  await staff.page.mouse.move(0, 0)
  for (const side of [staff, user]) {
    const bubble = side.log.getByText(/\u0e17/).first()
    for (const neighbour of ['Above', 'Below']) {
      const [withIt, without] = await twice(side.message(neighbour), bubble)
      expect(withIt.equals(without)).toBe(true)
    }
  }
  // The card of a chat whose last message it is.
  await user.send(piled)
  const card = staff.card(user.email)
  await expect(card).toContainText('5 messages')
  const preview = card.locator('.preview')
  for (const neighbour of ['.who', '.activity']) {
    const [withIt, without] = await twice(card.locator(neighbour), preview)
    expect(withIt.equals(without)).toBe(true)
  }
})
