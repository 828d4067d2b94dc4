import { expect, test } from './test.js'
import { STAFF } from './server.js'
import { StaffApi } from './staff-api.js'

test('staff archive a chat and restore it', async ({ staff, written }) => {
  const other = await written('Not done yet')
  const email = await written('All done, thank you')
  await staff.openChat(email)
  await staff.button('Archive').click()
  await expect(staff.button('Restore')).toBeVisible()
  await staff.back()
  await staff.tab('Archived')
  await expect(staff.card(email)).toBeVisible()
  await expect(staff.card(other)).toBeHidden()
  await staff.tab('Active')
  await expect(staff.card(other)).toBeVisible()
  await expect(staff.card(email)).toBeHidden()

  await staff.tab('Archived')
  await staff.openChat(email)
  await staff.expectMessages('All done, thank you')
  await staff.button('Restore').click()
  await expect(staff.button('Archive')).toBeVisible()
  await staff.back()
  await staff.tab('Active')
  await expect(staff.card(email)).toBeVisible()
})

test('a message from the user brings an archived chat back', async ({ user, staff }) => {
  await user.open()
  await user.send('Thank you')
  await staff.openChat(user.email)
  await staff.button('Archive').click()
  await expect(staff.button('Restore')).toBeVisible()
  await staff.back()
  await staff.tab('Archived')
  await expect(staff.card(user.email)).toBeVisible()

  await user.send('One more thing')
  await expect(staff.card(user.email)).toBeHidden()
  await staff.tab('Active')
  await expect(staff.card(user.email, /unread/i)).toBeVisible()
  await expect(staff.card(user.email, /One more thing/)).toBeVisible()
})

test('a chat that a colleague archives stays open with what one is writing, and both count it when it comes back', async ({
  user,
  staff,
  visitAsStaff,
  request,
}) => {
  const api = await StaffApi.signIn(request)
  const colleague = await visitAsStaff()
  await user.open()
  await user.send('Thank you')
  await staff.openChat(user.email)
  await staff.input.fill('You are welcome. By the way')
  await colleague.openChat(user.email)
  await colleague.button('Archive').click()
  await expect(staff.button('Restore')).toBeVisible()
  await expect(staff.input).toHaveValue('You are welcome. By the way')
  await expect(staff.card(user.email)).toBeHidden()

  await staff.back()
  await colleague.back()
  await staff.tab('Archived')
  await expect(staff.card(user.email, /Draft: You are welcome. By the way Thank you/)).toBeVisible()
  await expect(colleague.card(user.email)).toBeHidden()
  await user.send('One more thing')
  await expect(staff.card(user.email)).toBeHidden()
  await staff.tab('Active')
  await expect(staff.card(user.email, /unread Draft One more thing/)).toBeVisible()
  await expect(colleague.card(user.email, /unread One more thing/)).toBeVisible()
  const agree = async () => {
    const count = await api.unreadCount()
    const said = [`${count}`, `${count}`, count > 9 ? '9+' : `${count}`]
    for (const side of [staff, colleague]) await expect.poll(() => side.unreadCounts()).toEqual(said)
    return count
  }
  const before = await agree()
  await colleague.openChat(user.email)
  await expect(staff.card(user.email)).not.toHaveAccessibleName(/unread/)
  expect(await agree()).toBe(before - 1)
})

test('the chat with the newest message stands first', async ({ visit, staff }) => {
  const [early, late] = [await visit(), await visit()]
  await early.open()
  await late.open()
  await early.send('first')
  await late.send('second')
  await expect(staff.card(late.email)).toBeVisible()
  await expect.poll(() => staff.order(early.email, late.email)).toEqual([late.email, early.email])
  await early.send('third')
  await expect.poll(() => staff.order(early.email, late.email)).toEqual([early.email, late.email])
})

test('a wrong password says so and keeps the e-mail', async ({ visitConsole, guard }) => {
  guard.expect(/status of 401/)
  const console = await visitConsole()
  await console.email.fill(STAFF.email)
  await console.password.fill('not the password')
  await console.button('Sign in').click()
  await expect(console.page.getByRole('alert')).toContainText(/password/i)
  await expect(console.email).toHaveValue(STAFF.email)
  await console.signIn(STAFF)
})

test('a chat has an address of its own, which survives a reload, opens in a new tab and leads back to the list', async ({
  staff,
  written,
}) => {
  const email = await written('Look at this later')
  await staff.openChat(email)
  await staff.page.reload()
  await staff.expectChat(email)
  await staff.expectMessages('Look at this later')
  // Of today, unless the test runs over midnight.
  await expect(staff.log.getByText(/^(Today|Yesterday)$/)).toBeVisible()

  const tab = await staff.inNewTab(staff.page.url())
  await tab.expectChat(email)
  await tab.expectMessages('Look at this later')
  await tab.back()
  await expect(tab.card(email)).toBeVisible()
})

test('without a sign-in no console address shows anything but the sign-in, which leads to the one asked for', async ({
  staff,
  written,
  visitConsole,
}) => {
  const email = await written('A private matter')
  await staff.openChat(email)

  const stranger = await visitConsole(staff.page.url())
  await expect(stranger.button('Sign in')).toBeVisible()
  await expect(stranger.page.getByText('A private matter')).toBeHidden()
  await stranger.email.fill(STAFF.email)
  await stranger.password.fill(STAFF.password)
  await stranger.button('Sign in').click()
  await stranger.expectChat(email)
})
