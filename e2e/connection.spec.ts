import { SERVER_AWAY } from './guard.js'
import { expect, test } from './test.js'

test.describe('when the server goes away and comes back', () => {
  test.beforeEach(({ guard }) => guard.expect(...SERVER_AWAY))

  test('the dot tells the truth', async ({ user, server }) => {
    await user.open()
    await expect(user.connection).toHaveText('Connected')
    await server.stop()
    await expect(user.connection).toHaveText(/Connecting…|Offline/)
    await expect(user.connection).toHaveText('Offline', { timeout: 60_000 })
    await server.start()
    await expect(user.connection).toHaveText('Connected', { timeout: 60_000 })
  })

  test('what was typed meanwhile is kept and sent by itself, once', async ({ user, staff, server }) => {
    await user.open()
    await user.send('before')
    await staff.openChat(user.email)
    await server.stop()
    await expect(user.connection).not.toHaveText('Connected')
    await user.input.fill('meanwhile')
    await user.input.press('Enter')
    await expect(user.message('meanwhile')).toBeVisible()

    await server.start()
    await expect(staff.message('meanwhile')).toBeVisible({ timeout: 60_000 })
    await user.send('after')
    await staff.expectMessages('before', 'meanwhile', 'after')
    await user.expectMessages('before', 'meanwhile', 'after')
    await user.page.reload()
    await user.open()
    await user.expectMessages('before', 'meanwhile', 'after')
  })

  test('nothing acknowledged is lost when the server is killed, and nothing is shown twice', async ({
    user,
    staff,
    server,
  }) => {
    await user.open()
    await user.sends('one', 'two')
    await staff.openChat(user.email)
    await staff.send('three')
    await user.expectMessages('one', 'two', 'three')
    await server.kill()
    await server.start()

    await expect(user.connection).toHaveText('Connected', { timeout: 60_000 })
    await user.send('four')
    await expect(staff.message('four')).toBeVisible({ timeout: 60_000 })
    await staff.send('five')
    for (const side of [user, staff]) await side.expectMessages('one', 'two', 'three', 'four', 'five')
    await staff.page.reload()
    await staff.expectMessages('one', 'two', 'three', 'four', 'five')
  })

  test('staff keep what they typed and it is sent by itself', async ({ user, staff, server }) => {
    await user.open()
    await user.send('Are you there?')
    await staff.openChat(user.email)
    await server.stop()
    await expect(user.connection).not.toHaveText('Connected')
    await staff.input.fill('Yes, we are.')
    await staff.input.press('Enter')
    await server.start()
    await expect(user.message('Yes, we are.')).toBeVisible({ timeout: 60_000 })
    await user.expectMessages('Are you there?', 'Yes, we are.')
    await staff.expectMessages('Are you there?', 'Yes, we are.')
  })
})

test('a text over the limit stays on the screen with its reason, and is not stored', async ({ user, staff }) => {
  const long = `${'long '.repeat(800)}!`
  expect(long.length).toBe(4001)
  await user.open()
  await user.send('short')
  await user.input.fill(long)
  await user.input.press('Enter')
  await expect(user.panel.getByText(/4,?000/).first()).toBeVisible()
  await expect(user.input).toHaveValue(long)

  await user.send('shorter')
  await expect(staff.card(user.email, /shorter 2 messages/)).toBeVisible()
})

test('a text at the limit is sent whole', async ({ user, staff }) => {
  const full = `${'full '.repeat(799)}stop.`
  expect(full.length).toBe(4000)
  await user.open()
  await user.send(full)
  await staff.openChat(user.email)
  await expect(staff.message(full)).toBeVisible()
})

test('messages come over a WebSocket, without being asked for', async ({ user, staff }) => {
  const frames: string[] = []
  user.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))))
  await user.page.reload()
  await user.open()
  // On a busy machine another transport may have been quicker.
  await expect.poll(() => frames.some((frame) => frame.startsWith('40'))).toBe(true)
  await user.send('Hello')
  await staff.openChat(user.email)
  await staff.send('Good morning')
  await user.expectMessages('Hello', 'Good morning')
  expect(frames.some((frame) => frame.includes('new_message') && frame.includes('Good morning'))).toBe(true)
})
