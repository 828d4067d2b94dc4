import { SERVER_AWAY } from './guard.js'
import { expect, test } from './test.js'

test.describe('when the server goes away and comes back', () => {
  test.beforeEach(({ guard }) => guard.expect(...SERVER_AWAY))

  test('the dot tells the truth, nothing moves, and what both sides typed meanwhile is sent by itself, once', async ({
    user,
    staff,
    server,
  }) => {
    await user.open()
    await user.send('before')
    await staff.openChat(user.email)
    await expect(user.log.getByText('Seen')).toBeVisible()
    const inputs = () => Promise.all([user, staff].map(({ input }) => input.boundingBox()))
    const places = () => Promise.all([inputs(), ...[user, staff].map((side) => side.message('before').boundingBox())])
    const before = await places()
    const willBeSent = user.panel.getByText(/What you write is sent later/)

    await server.stop()
    await expect(user.connection).toHaveText('Offline')
    await expect(willBeSent).toBeVisible()
    expect(await places()).toEqual(before)
    for (const side of [user, staff]) {
      const text = side === user ? 'from the user' : 'from staff'
      await side.input.fill(text)
      await side.input.press('Enter')
      await expect(side.message(text)).toBeVisible()
    }

    await server.start()
    await expect(user.connection).toHaveText('Connected')
    await expect(willBeSent).toBeHidden()
    await expect(staff.message('from the user')).toBeVisible()
    await expect(user.message('from staff')).toBeVisible()
    expect(await inputs()).toEqual(before[0])
    await user.send('after')
    await expect(staff.message('after')).toBeVisible()
    const order = await staff.shown(['before', 'from the user', 'from staff', 'after'])
    expect(order).toHaveLength(4)
    await user.expectMessages(...order)
    for (const { page } of [user, staff]) await page.reload()
    await user.open()
    for (const side of [user, staff]) await side.expectMessages(...order)
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

    await user.send('four')
    await expect(staff.message('four')).toBeVisible()
    await staff.send('five')
    for (const side of [user, staff]) await side.expectMessages('one', 'two', 'three', 'four', 'five')
    await staff.page.reload()
    await staff.expectMessages('one', 'two', 'three', 'four', 'five')
  })
})

test('a text at the limit is sent whole; one over it stays on the screen with its reason, and is not stored', async ({
  user,
  staff,
}) => {
  const full = `${'full '.repeat(799)}stop.`
  const long = `${'long '.repeat(800)}!`
  expect([full.length, long.length]).toEqual([4000, 4001])
  await user.open()
  await user.send(full)
  await user.input.fill(long)
  await user.input.press('Enter')
  await expect(user.panel.getByText(/4,?000/).first()).toBeVisible()
  await expect(user.input).toHaveValue(long)

  await user.send('shorter')
  await expect(staff.card(user.email, /shorter 2 messages/)).toBeVisible()
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
