import { SERVER_AWAY } from './guard.js'
import { STAFF } from './server.js'
import { expect, test } from './test.js'

test('one e-mail goes out about replies that stay unread, after the delay; none about one read in time, none to staff', async ({
  visit,
  staff,
  server,
  guard,
}) => {
  guard.expect(...SERVER_AWAY)
  const [away, there] = [await visit(), await visit()]
  for (const user of [away, there]) {
    await user.open()
    await user.send('Any news?')
  }
  await away.close()
  await staff.openChat(there.email)
  await staff.send('Here you are.')
  await expect(staff.log.getByText(/Read \d/)).toBeVisible()
  await staff.openChat(away.email)
  await staff.sends('First part.', 'Second part.', 'Your refund is on its way.')
  await expect(away.launcher('3 unread messages')).toBeVisible()
  expect(await server.mailTo(away.email)).toEqual([])

  await server.emailDelayPasses()
  await expect.poll(() => server.unsettledEmails()).toBe(0)
  const [mail, ...more] = await server.mailTo(away.email)
  expect(mail!.subject).toBe('New reply from Support Chat Support')
  expect(mail!.text).toContain('Your refund is on its way.')
  expect(mail!.text).toContain(`${server.url}/demo#support-chat`)
  expect(mail!.headers.get('list')).toHaveProperty('unsubscribe')
  expect(more).toEqual([])
  for (const { email } of [there, STAFF]) expect(await server.mailTo(email)).toEqual([])
})
