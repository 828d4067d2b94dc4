import type { ChatConsole } from './pages/chat-console.js'
import type { ChatUser } from './pages/chat-user.js'
import { EMAIL_DELAY_SECONDS } from './server.js'
import { expect, test } from './test.js'

async function asks(user: ChatUser): Promise<void> {
  await user.open()
  await user.send('Any news?')
}

async function answers(staff: ChatConsole, user: ChatUser, ...texts: string[]): Promise<void> {
  await staff.openChat(user.email)
  await staff.sends(...texts)
}

test('an e-mail goes out after the delay when a reply stays unread', async ({ user, staff, server }) => {
  await asks(user)
  await user.close()
  const before = Date.now()
  await answers(staff, user, 'Your refund is on its way.')

  await expect.poll(() => server.mailTo(user.email), { timeout: 60_000 }).toHaveLength(1)
  const [mail] = await server.mailTo(user.email)
  expect(mail!.sentAt - before).toBeGreaterThanOrEqual(EMAIL_DELAY_SECONDS * 1000)
  expect(mail!.subject).toBe('New reply from Support Chat Support')
  expect(mail!.text).toContain('Your refund is on its way.')
  expect(mail!.text).toContain(`${server.url}/demo#support-chat`)
  expect(mail!.headers.get('list')).toHaveProperty('unsubscribe')
})

test('several unread replies make one e-mail', async ({ user, visit, staff, server }) => {
  await asks(user)
  await user.close()
  await answers(staff, user, 'First part.', 'Second part.', 'Third part.')
  await staff.back()

  const later = await visit()
  await asks(later)
  await later.close()
  await answers(staff, later, 'Something else.')
  await expect.poll(() => server.mailTo(later.email), { timeout: 60_000 }).toHaveLength(1)
  expect(await server.mailTo(user.email)).toHaveLength(1)
})

test('no e-mail goes out when the reply was read in time', async ({ user, visit, staff, server }) => {
  await asks(user)
  await answers(staff, user, 'Here you are.')
  await user.expectMessages('Here you are.')
  await staff.back()

  // Another user's e-mail, due later, shows that this one's time has passed.
  const later = await visit()
  await asks(later)
  await later.close()
  await answers(staff, later, 'And here you are.')
  await expect.poll(() => server.mailTo(later.email), { timeout: 60_000 }).toHaveLength(1)
  expect(await server.mailTo(user.email)).toEqual([])
})

test('staff get no e-mail of what users write', async ({ user, visit, staff, server }) => {
  await asks(user)
  const later = await visit()
  await asks(later)
  await later.close()
  await answers(staff, later, 'Yes.')
  await expect.poll(() => server.mailTo(later.email), { timeout: 60_000 }).toHaveLength(1)
  expect(await server.mailTo('admin@example.com')).toEqual([])
})
