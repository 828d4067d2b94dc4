import type { ChatUser } from './pages/chat-user.js'
import { expect, test } from './test.js'

async function writeAndClose(user: ChatUser): Promise<void> {
  await user.open()
  await user.send('Hello?')
  await user.close()
}

test('the badge shows how many staff messages are unread, also after a reload, and 9+ above nine', async ({
  user,
  staffApi,
}) => {
  await writeAndClose(user)
  await staffApi.reply(user.name, 'one')
  await expect(user.launcher('1 unread message')).toBeVisible()
  await expect(user.launcher()).toHaveText('1')
  await staffApi.reply(user.name, 'two', 'three')
  await expect(user.launcher('3 unread messages')).toBeVisible()
  await expect(user.launcher()).toHaveText('3')

  await user.page.reload()
  await expect(user.launcher('3 unread messages')).toBeVisible()
  await staffApi.reply(user.name, ...Array.from({ length: 6 }, (_, index) => `answer ${index + 4}`))
  await expect(user.launcher('9 unread messages')).toBeVisible()
  await expect(user.launcher()).toHaveText('9')
  await staffApi.reply(user.name, 'answer 10')
  await expect(user.launcher()).toHaveText('9+')
})

test('the badge shows nothing while the user reads along, clears when the widget is opened, and stays clear', async ({
  user,
  staff,
}) => {
  await user.open()
  await user.send('Hello?')
  await staff.openChat(user.email)
  await staff.send('Hello.')
  await user.expectMessages('Hello.')
  await user.close()
  await expect(user.launcher()).toHaveAccessibleName('Open support chat')
  await staff.sends('one', 'two')
  await expect(user.launcher('2 unread messages')).toBeVisible()

  await user.open()
  await user.expectMessages('one', 'two')
  await user.close()
  await expect(user.launcher()).toHaveAccessibleName('Open support chat')
  await expect(user.launcher()).toHaveText('')
  await expect(staff.log).toContainText(/two.*Read \d/)
  await user.page.reload()
  await staff.send('three')
  await expect(user.launcher('1 unread message')).toBeVisible()
})

test('reading in one tab clears the badge of the other', async ({ user, staffApi }) => {
  await writeAndClose(user)
  const tab = await user.secondTab()
  await staffApi.reply(user.name, 'one')
  await expect(user.launcher('1 unread message')).toBeVisible()
  await expect(tab.launcher('1 unread message')).toBeVisible()
  await tab.page.bringToFront()
  await tab.open()
  await expect(user.launcher()).toHaveAccessibleName('Open support chat')
})

test('#support-chat in the address opens the widget', async ({ user }) => {
  await user.page.goto(`${user.address}#support-chat`)
  await user.page.reload()
  await expect(user.panel).toBeVisible()
})
