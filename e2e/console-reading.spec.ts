import { TIMINGS } from '@support-chat/shared/client'
import { ChatConsole } from './pages/chat-console.js'
import { STAFF } from './server.js'
import { StaffApi } from './staff-api.js'
import { expect, test } from './test.js'

const nameOf = (email: string): string => email.split('@')[0]!

test('an unsent answer is kept for each chat, over reloads, and deleted when its writer signs out', async ({
  staff,
  written,
}) => {
  const [ann, ben] = [await written('Hello from Ann'), await written('Hello from Ben')]
  await staff.openChat(ann)
  await staff.input.fill('Dear Ann,\nI am')
  await staff.openChat(ben)
  await expect(staff.input).toHaveValue('')
  await staff.page.reload()
  await staff.openChat(ann)
  await expect(staff.input).toHaveValue('Dear Ann,\nI am')
  await staff.sendButton.click()
  await expect(staff.input).toHaveValue('')
  await staff.page.reload()
  await staff.expectMessages('Hello from Ann', 'I am')
  await expect(staff.input).toHaveValue('')

  await staff.input.fill('For my eyes only')
  const signOut = async () => {
    await staff.page.getByRole('button', { name: /^Account of/ }).click()
    await staff.page.getByRole('button', { name: 'Sign out' }).click()
  }
  await signOut()
  const question = staff.page.getByRole('dialog', { name: 'Sign out before everything is sent?' })
  await expect(question).toContainText('1 draft will be deleted')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(staff.input).toHaveValue('For my eyes only')
  await signOut()
  await question.getByRole('button', { name: 'Sign out' }).click()
  await expect(staff.button('Sign in')).toBeVisible()
  expect(await staff.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('my eyes')
  await staff.signIn(STAFF)
  await staff.openChat(ann)
  await expect(staff.input).toHaveValue('')
})

test('search finds what a message says, and stands in the address', async ({ staff, written }) => {
  const word = `parcel${Date.now()}`
  const email = await written(`Where is my ${word}?`, 'It was sent last week')
  const other = await written('Something else')
  await expect(staff.card(other)).toBeVisible()
  const search = staff.page.getByRole('searchbox')
  await search.fill(word.slice(0, -1))
  await expect(staff.card(other)).toHaveCount(0)
  await expect(staff.card(email).locator('mark')).toHaveText(word)

  await staff.openChat(email)
  await expect(staff.page).toHaveURL(/at=1$/)
  await expect(staff.message(`Where is my ${word}?`)).toBeInViewport()
  await staff.page.goBack()
  await expect(staff.page).toHaveURL(/\/chats\?q=parcel\d+$/)
  await staff.page.reload()
  await expect(search).toHaveValue(word.slice(0, -1))
  await expect(staff.card(email)).toBeVisible()
  await expect(staff.card(other)).toHaveCount(0)
  await search.fill(email.toUpperCase())
  await expect(staff.card(other)).toHaveCount(0)
  await expect(staff.card(email).locator('.email mark').first()).toHaveText('writer')
  await search.press('Escape')
  await expect(staff.card(other)).toBeVisible()
  await expect(staff.page).toHaveURL(/\/chats$/)
})

test('older messages are loaded on scrolling up, and the reader keeps the place', async ({
  staff,
  written,
  request,
}) => {
  const api = await StaffApi.signIn(request)
  const texts = Array.from({ length: 60 }, (_, index) => `line ${index + 1}.`)
  const email = await written(...texts)
  await staff.openChat(email)
  await expect(staff.log.getByRole('separator', { name: 'New messages' })).toBeInViewport()
  await expect(staff.message('line 1.')).toBeInViewport()
  await staff.newest.click()
  await expect(staff.message('line 60.')).toBeInViewport()

  // Once the server knows that it is read, it opens at its end, with a page of it.
  await expect.poll(() => api.unread(nameOf(email))).toEqual([])
  await staff.page.reload()
  await expect(staff.message('line 60.')).toBeInViewport()
  await expect(staff.message('line 10.')).toHaveCount(0)
  await staff.scrollToTop()
  await expect(staff.message('line 1.')).toHaveCount(1)
  await expect(staff.message('line 11.')).toBeInViewport()
  await staff.expectMessages(...texts)
})

test('a chat stays unread while no staff member looks at it, and is read when one does', async ({ user, staff }) => {
  await user.open()
  await user.send('Hello?')
  await staff.openChat(user.email)
  await expect(staff.card(user.email)).not.toHaveAccessibleName(/unread/)
  await staff.page.evaluate(() => {
    document.hasFocus = () => false
    window.dispatchEvent(new Event('blur'))
  })
  await user.send('Are you there?')
  await expect(staff.message('Are you there?')).toBeVisible()
  await expect(staff.card(user.email, /unread/)).toBeVisible()
  await expect(staff.page).toHaveTitle(/^\(\d+\) /)

  await staff.page.evaluate(() => {
    document.hasFocus = () => true
    window.dispatchEvent(new Event('focus'))
  })
  await expect(staff.card(user.email)).not.toHaveAccessibleName(/unread/)
})

test('a dialog above the messages keeps them unread until it is gone', async ({ user, staff, request }) => {
  const api = await StaffApi.signIn(request)
  await user.open()
  await user.send('Hello?')
  await staff.openChat(user.email)
  await expect.poll(() => api.unread(user.name)).toEqual([])
  await staff.log.press('?')
  await expect(staff.page.getByRole('dialog')).toBeVisible()
  await user.send('Are you there?')
  await expect(staff.message('Are you there?')).toBeInViewport()
  // Longer than it takes to tell what was read.
  await staff.page.evaluate((wait) => new Promise((resolve) => setTimeout(resolve, wait)), 3 * TIMINGS.read)
  expect(await api.unread(user.name)).toEqual(['Are you there?'])
  await staff.page.keyboard.press('Escape')
  await expect.poll(() => api.unread(user.name)).toEqual([])
})

test('what was read is told when the page is left before that is due', async ({ staff, written, request }) => {
  const api = await StaffApi.signIn(request)
  const email = await written('Hello?')
  await staff.page.evaluate((due) => {
    const set = window.setTimeout
    Object.assign(window, {
      setTimeout: (...call: Parameters<typeof set>) => (call[1] === due ? 0 : set(...call)),
    })
  }, TIMINGS.read)
  await staff.openChat(email)
  await expect(staff.message('Hello?')).toBeInViewport()
  expect(await api.unread(nameOf(email))).toEqual(['Hello?'])
  await staff.page.goto('/admin/chats')
  await expect.poll(() => api.unread(nameOf(email))).toEqual([])
})

test('signing out in one tab signs out every tab', async ({ staff }) => {
  const tab = await staff.inNewTab('/admin/')
  await expect(tab.page.getByRole('tab', { name: 'Active' })).toBeVisible()
  await tab.page.getByRole('button', { name: /^Account of/ }).click()
  await tab.page.getByRole('button', { name: 'Sign out' }).click()
  await expect(tab.button('Sign in')).toBeVisible()
  await expect(staff.button('Sign in')).toBeVisible()
  await staff.page.reload()
  await expect(staff.button('Sign in')).toBeVisible()
})

test('on a phone the list and a chat take turns', async ({ newProfile, written }) => {
  const email = await written('Hello from a train')
  const page = await (await newProfile()).newPage()
  await page.setViewportSize({ width: 390, height: 844 })
  const staff = await ChatConsole.visit(page)
  await staff.signIn(STAFF)
  await staff.openChat(email)
  await expect(page.getByRole('heading', { name: 'Support Chats' })).toBeHidden()
  await staff.expectMessages('Hello from a train')
  await staff.back()
  await expect(staff.log).toBeHidden()
  await expect(staff.card(email)).toBeVisible()
})

test('arrow keys go from chat to chat, and Enter opens one', async ({ staff, written }) => {
  const [ann, ben] = [await written('From Ann'), await written('From Ben')]
  await expect(staff.card(ben)).toBeVisible()
  await staff.card(ben).focus()
  await staff.page.keyboard.press('ArrowDown')
  await expect(staff.card(ann)).toBeFocused()
  await staff.page.keyboard.press('ArrowUp')
  await expect(staff.card(ben)).toBeFocused()
  await staff.page.keyboard.press('ArrowDown')
  await staff.page.keyboard.press('Enter')
  await staff.expectChat(ann)
})

test('a link to a message opens the chat there, however far back, and points it out', async ({ staff, written }) => {
  const texts = Array.from({ length: 70 }, (_, index) => `line ${index + 1}.`)
  const email = await written(...texts)
  await staff.openChat(email)
  await staff.page.goto(`${staff.page.url()}?at=7`)
  await expect(staff.message('line 7.')).toBeInViewport()
  await expect(staff.message('line 70.')).not.toBeInViewport()
  await staff.newest.click()
  await expect(staff.message('line 70.')).toBeInViewport()
})

test('a reader of older messages is told of a new one and taken to it, and no answer is sent over it unless sent again', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.send(Array.from({ length: 60 }, (_, index) => `line ${index + 1}`).join('\n'))
  await user.send('The end')
  await staff.openChat(user.email)
  await staff.newest.click()
  await expect(staff.message('The end')).toBeInViewport()
  await staff.input.fill('All done')
  await staff.scrollToTop()
  await expect(staff.message('The end')).not.toBeInViewport()

  await user.send('Wait, I was wrong')
  await expect(staff.newest).toHaveText('1 new message')
  await expect(staff.message('Wait, I was wrong')).not.toBeInViewport()
  await staff.input.press('Enter')
  const warning = staff.page.getByRole('status').filter({ hasText: 'A newer message arrived' })
  await expect(warning).toContainText('Wait, I was')
  await expect(staff.input).toHaveValue('All done')
  await staff.newest.click()
  await expect(staff.message('Wait, I was wrong')).toBeInViewport()
  await expect(staff.newest).toBeHidden()
  await staff.page.getByRole('button', { name: 'Send anyway' }).click()
  await staff.expectMessages('Wait, I was wrong', 'All done')
  await expect(staff.input).toHaveValue('')
})

test('staff see that the user is there and is typing, that an answer was sent, and when it was read', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.send('Hello?')
  await staff.openChat(user.email)
  await expect(staff.page.getByText('Online now')).toBeVisible()
  // It is shown while keys are pressed and for a moment after, which a busy machine may pass over.
  await expect(async () => {
    await user.input.press('a')
    await expect(staff.page.getByText('is typing…')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await user.close()
  await staff.send('Hello.')
  // The closed widget has it as soon as it is sent, so that either may be seen first.
  const sent = staff.log.getByText(/Sent|Delivered/)
  await expect(sent).toBeVisible()
  await user.open()
  await expect(staff.log.getByText(/Read \d/)).toBeVisible()
  await expect(sent).toBeHidden()
})

test('what was said today was said yesterday once it is past midnight, with nothing else happening', async ({
  newProfile,
  written,
}) => {
  const page = await (await newProfile()).newPage()
  await page.clock.install()
  const staff = await ChatConsole.visit(page)
  await staff.signIn(STAFF)
  await staff.openChat(await written('Before midnight'))
  const said = await staff.log.locator('time').first().getAttribute('datetime')
  const midnight = new Date(said ?? '').setUTCHours(24, 0, 0, 0)
  const day = staff.log.getByRole('separator').filter({ hasNotText: 'New' })
  const at = async (time: number) => {
    await page.clock.setSystemTime(time)
    await page.clock.runFor(15_000)
  }
  await at(midnight - 60_000)
  await expect(day).toHaveText('Today')
  await at(midnight)
  await expect(day).toHaveText('Yesterday')
  await expect(day).toHaveAccessibleName('Yesterday')
  await at(midnight + 86_400_000)
  await expect(day).toHaveText(/^\w+day, /)
})
