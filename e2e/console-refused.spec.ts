import { ChatConsole } from './pages/chat-console.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

test('a browser that keeps nothing says so at the sign-in, and the chats can be worked with', async ({
  newProfile,
  written,
}) => {
  const context = await newProfile()
  await context.addInitScript(() => {
    if (!location.protocol.startsWith('http')) return
    const refuse = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse })
    Object.assign(navigator.locks, { request: async () => refuse(), query: async () => refuse() })
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => refuse() } })
  })
  const staff = await ChatConsole.visit(await context.newPage())
  await expect(staff.page.getByText('This browser keeps nothing for this page.')).toBeVisible()
  await staff.signIn(STAFF)
  const email = await written('Hello')
  await staff.openChat(email)
  await staff.send('Good morning')
  await staff.expectMessages('Hello', 'Good morning')
  await staff.page.getByRole('button', { name: 'Copy email' }).click()
  await expect(staff.page.getByText('It could not be copied.')).toBeVisible()
  await staff.input.fill('To be continued')
  await staff.back()
  await staff.openChat(email)
  await expect(staff.input).toHaveValue('To be continued')
})

test('a message is read only once it is really in sight', async ({ staff, visit }) => {
  const user = await visit()
  await user.open()
  await user.sendThroughElement(Array.from({ length: 30 }, (_, index) => `line ${index + 1}.`))
  await staff.openChat(user.email)
  // The chat opens at its first unread message, once that is there.
  await expect(async () => {
    await staff.page.evaluate(() => Object.assign(document.querySelector('[role=log]')!, { scrollTop: 1e6 }))
    await expect(staff.message('line 30.')).toBeInViewport({ timeout: 1_000 })
  }).toPass()
  await expect(user.log.getByText('Seen')).toBeVisible()
  // Near the end, and with all of what comes next below the edge.
  await expect(staff.card(user.email, /30 messages/)).not.toHaveAccessibleName(/unread/)
  await staff.log.hover()
  await staff.page.mouse.wheel(0, -70)
  await expect(staff.newest).toBeVisible()
  await user.send('Further down')
  await expect(staff.page.getByRole('button', { name: '1 new message' })).toBeVisible()
  await expect(staff.card(user.email, /unread/)).toBeVisible()
  const read = () =>
    staff.page.evaluate(async (id) => {
      const { access_token } = JSON.parse(localStorage.getItem('support-chat.staff-session')!)
      const answer = await fetch(`/api/admin/chats/${id}/messages?since=30`, {
        headers: { authorization: `Bearer ${access_token}` },
      })
      return (await answer.json()).messages[0].read_at !== null
    }, new URL(staff.page.url()).pathname.split('/').at(-1))
  expect(await read()).toBe(false)
  await staff.newest.click()
  await expect.poll(read).toBe(true)
})
