import { expect, test } from './test.js'

const REFUSED = { status: 503, json: { code: 'unavailable', message: 'Away' } }

test('archiving offers an undo however it was done, five are taken back at once, and what fails is said', async ({
  staff,
  written,
  guard,
}) => {
  guard.expect(/status of 503/)
  const { page } = staff
  const emails: string[] = []
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) emails.push(await written(`From ${name}`))
  const [first, second] = emails as [string, string]
  const undo = page.getByRole('button', { name: 'Undo' })
  const notice = page.locator('app-action-notice')

  await staff.openChat(first)
  await staff.expectMessages('From One')
  await staff.button('Archive').click()
  await expect(notice).toContainText(`Archived: ${first}`)
  await undo.click()
  await expect(staff.button('Archive')).toBeVisible()
  await expect(staff.card(first)).toBeVisible()
  await expect(undo).toBeHidden()
  await expect(staff.button('Archive')).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('archive or')
  await page.keyboard.press('Enter')
  await expect(notice).toContainText(`Archived: ${first}`)
  await undo.focus()
  for (const email of emails.slice(1)) {
    await staff.card(email).focus()
    await page.keyboard.press('e')
    await expect(staff.card(email)).toBeHidden()
  }
  await expect(notice).toContainText('5 chats archived')
  await page.route(/\/unarchive$/, (route) => route.fulfill(REFUSED))
  await undo.click()
  await expect(page.getByRole('alert')).toContainText('5 chats could not be restored. The server cannot be reached.')
  await expect(staff.button('Restore')).toBeVisible()
  for (const email of emails) await expect(staff.card(email)).toBeHidden()
  await page.unrouteAll()
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  for (const email of emails) await expect(staff.card(email)).toBeVisible()
  await expect(notice).toContainText('5 chats restored')

  await page.route(/\/archive$/, (route) => route.fulfill(REFUSED))
  await staff.openChat(second)
  await staff.button('Archive').click()
  await expect(page.getByRole('alert')).toContainText('The chat could not be archived.')
  await expect(staff.card(second)).toBeVisible()
  await expect(staff.button('Archive')).toBeEnabled()
})

test('keys behind an undo are about the chat that one was at, however long its answer takes', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const email = await written('The one that is open')
  await expect(staff.card(await written('The newest one'))).toBeVisible()
  await staff.openChat(email)
  await staff.expectMessages('The one that is open')
  await staff.button('Archive').click()
  await expect(staff.card(email)).toBeHidden()
  let answer: () => void = () => undefined
  const answered = new Promise<void>((resolve) => (answer = resolve))
  await page.route(/\/unarchive$/, async (route) => {
    await answered
    await route.continue()
  })
  // At once: no picture is drawn and no answer comes between the two keys.
  await page.getByRole('button', { name: 'Undo' }).focus()
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement).click()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
  })
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(staff.button('Restore')).toBeFocused()
  answer()
  await expect(staff.button('Archive')).toBeFocused()
  await page.keyboard.press('e')
  await expect(page.locator('app-action-notice')).toContainText(`Archived: ${email}`)
})

test('a chat that is archived before its messages have loaded keeps its heading', async ({ staff, written }) => {
  const { page } = staff
  const email = await written('Slow to load')
  let answer: () => void = () => undefined
  const answered = new Promise<void>((resolve) => (answer = resolve))
  await page.route(/\/api\/admin\/chats\/[^/?]+$/, async (route) => {
    await answered
    await route.continue()
  })
  await staff.openChat(email)
  await staff.button('Archive').click()
  await expect(staff.card(email)).toBeHidden()
  await expect(staff.button('Restore')).toBeVisible()
  await expect(page.getByRole('heading', { name: email })).toBeVisible()
  answer()
  await staff.expectMessages('Slow to load')
  await expect(staff.button('Restore')).toBeVisible()
})

test('the keyboard is somewhere in the page when what it was at has gone', async ({ staff, written }) => {
  const { page } = staff
  const email = await written('Hello')
  await staff.openChat(email)
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.localName)
  await staff.button('Archive').click()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden()
  await expect.poll(focused).not.toBe('body')

  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/chats$/)
  await expect.poll(focused).toBe('a')

  await staff.openChat(email)
  await page.getByRole('button', { name: 'Close user details' }).click()
  await expect(page.getByRole('button', { name: 'User details', exact: true })).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect.poll(focused).not.toBe('body')
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(staff.email).toBeFocused()
})

test('a search hit that is clicked again is gone to again', async ({ staff, written }) => {
  const word = `parcel${Date.now()}`
  const email = await written(`Where is my ${word}?`, ...Array.from({ length: 40 }, (_, index) => `line ${index}`))
  await staff.page.getByRole('searchbox').fill(word)
  await staff.openChat(email)
  const hit = staff.message(`Where is my ${word}?`)
  await expect(hit).toBeInViewport()
  await staff.newest.click()
  await expect(hit).not.toBeInViewport()
  await staff.card(email).click()
  await expect(hit).toBeInViewport()
  await expect(staff.log.locator('app-message-bubble.marked')).toContainText(word)
  // The search that goes on beside it takes nobody away from where they read.
  await staff.newest.click()
  await staff.page.getByRole('searchbox').press('End')
  await staff.page.keyboard.type('z')
  await expect(staff.page).toHaveURL(/z(&|$)/)
  await expect(hit).not.toBeInViewport()
})

test('older messages that are loaded are not read out, new ones are, and the pill is there only above the end', async ({
  staff,
  visit,
}) => {
  const user = await visit()
  await user.open()
  await user.sendThroughElement(Array.from({ length: 80 }, (_, index) => `line ${index + 1}.`))
  await staff.openChat(user.email)
  await expect(staff.message('line 80.')).toHaveCount(1)
  await staff.page.reload()
  await expect(staff.message('line 80.')).toHaveCount(1)
  await staff.page.evaluate(() => {
    const told: string[] = []
    const live = (node: Node) =>
      (node instanceof Element ? node : node.parentElement)?.closest('[role=log], [aria-live]')
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const region = live(target)
        if (!region || region.getAttribute('aria-live') === 'off') continue
        for (const node of addedNodes) if (node.textContent?.trim()) told.push(node.textContent.trim())
      }
    }).observe(document.body, { childList: true, subtree: true })
    Object.assign(window, { told })
  })
  const told = () => staff.page.evaluate(() => (window as never as { told: string[] }).told)
  await staff.scrollToTop()
  await expect(staff.message('line 1.')).toHaveCount(1)
  await expect(staff.newest).toBeVisible()
  await staff.newest.click()
  await expect(staff.newest).toBeHidden()
  await user.send('Something new')
  await expect.poll(told).toEqual([expect.stringMatching(/^User-.*: Something new$/)])
  await staff.log.hover()
  await staff.page.mouse.wheel(0, -2_000)
  await expect(staff.newest).toBeVisible()
  await staff.page.mouse.wheel(0, 100_000)
  await expect(staff.newest).toBeHidden()
})

test('a chat is archived all the same where its page is left before the server has been asked', async ({
  staff,
  written,
}) => {
  const { page } = staff
  const email = await written('Thank you, that was all')
  await staff.openChat(email)
  await staff.expectMessages('Thank you, that was all')
  // As many requests as a browser makes at a time, none of which is answered: what is asked now waits in line.
  const other = await page.context().newPage()
  await other.goto('/admin/favicon.svg')
  await other.evaluate(async () => {
    const poll = (query = '') => fetch(`/socket.io/?EIO=4&transport=polling${query}`, { credentials: 'omit' })
    const sessions = Array.from({ length: 6 }, async () => (await (await poll()).text()).slice(1))
    for (const session of await Promise.all(sessions)) {
      void poll(`&sid=${(JSON.parse(session) as { sid: string }).sid}`).catch(() => undefined)
    }
  })
  await staff.button('Archive').click()
  await expect(staff.button('Restore')).toBeVisible()
  await page.goto('about:blank')
  await other.close()
  await page.goto('/admin/chats?tab=archived')
  await expect(staff.card(email)).toBeVisible()
})
