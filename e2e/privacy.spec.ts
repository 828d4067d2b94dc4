import type { ChatUser } from './pages/chat-user.js'
import { STAFF } from './server.js'
import { expect, freshName, test } from './test.js'

test('a user sees nothing of another user', async ({ user, visit }) => {
  await user.open()
  await user.send('My account number is 4711')
  const other = await visit()
  await other.open()
  await other.send('Mine is not')
  await other.expectMessages('Mine is not')
  await expect(other.page.getByText('4711')).toHaveCount(0)
  await expect(user.page.getByText('Mine is not')).toHaveCount(0)
})

test('the next user of the same browser sees nothing of the one before', async ({ user }) => {
  await user.open()
  await user.send('My account number is 4711')
  await user.expectMessages('My account number is 4711')

  const next = await user.replacedBy(freshName('next'))
  await next.open()
  await next.send('Hello from somebody else')
  await next.expectMessages('Hello from somebody else')
  await expect(next.page.getByText('4711')).toHaveCount(0)
})

test('a user token opens no staff route', async ({ server, request }) => {
  const headers = { authorization: `Bearer ${server.userToken(freshName())}` }
  const own = await request.get('/api/support_chat', { headers })
  expect(own.status()).toBe(200)
  const { id } = await own.json()
  for (const path of ['/api/admin/chats', `/api/admin/chats/${id}`, `/api/admin/chats/${id}/messages`]) {
    const answer = await request.get(path, { headers })
    expect([path, answer.status(), (await answer.json()).code]).toEqual([path, 403, 'forbidden'])
  }
})

test('staff learn the page and the time zone of a user, nothing that hides in its address, and nothing where the page says so', async ({
  user,
  visit,
  server,
  request,
}) => {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const { access_token } = await (await request.post('/api/auth/login', { data: STAFF })).json()
  const seen = async ({ name }: ChatUser) => {
    const { id } = await (await request.get('/api/support_chat', bearer(server.userToken(name)))).json()
    const { page_url, time_zone } = await (
      await request.get(`/api/admin/chats/${id}/user`, bearer(access_token))
    ).json()
    return { page_url, time_zone }
  }
  await expect.poll(() => seen(user)).toEqual({ page_url: `${server.url}/demo`, time_zone: 'UTC' })
  await user.page.evaluate(() => history.pushState(null, '', '/demo/basket?coupon=secret#secret'))
  await expect.poll(() => seen(user)).toMatchObject({ page_url: `${server.url}/demo/basket` })

  const hidden = await visit()
  const told: string[] = []
  hidden.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => told.push(String(payload))))
  await hidden.page.evaluate(() => {
    const shown = document.querySelector('support-chat')!
    const { token, getToken } = shown as unknown as Record<string, unknown>
    shown.remove()
    document.body.append(Object.assign(document.createElement('support-chat'), { hideVisits: true, token, getToken }))
  })
  await hidden.open()
  await hidden.send('Hello')
  await expect.poll(() => told.filter((frame) => frame.includes('send_message'))).toHaveLength(1)
  expect(told.filter((frame) => frame.includes('visit'))).toEqual([])
})

test('no browser ever asks another origin, and none reports an error', async ({ user, staff, guard }) => {
  await user.open()
  await user.send('Hello')
  await staff.openChat(user.email)
  await staff.send('Good morning')
  await user.expectMessages('Hello', 'Good morning')
  await staff.page.reload()
  await staff.expectChat(user.email)
  expect(guard.problems).toEqual([])
  expect(guard.requests).toBeGreaterThan(5)
})

test('a page whose user never writes has no cookie and nothing stored, and no socket without a user', async ({
  user,
  server,
}) => {
  const { page } = user
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  // An element that has not been told who its user is, in the place of the page's own.
  await page.evaluate(() => {
    document.querySelector('support-chat')!.remove()
    document.body.append(document.createElement('support-chat'))
  })
  await user.launcher().click()
  await expect(page.getByText('Sign in to chat with us')).toBeVisible()
  const before = sockets.length

  await page
    .locator('support-chat')
    .evaluate((chat, token) => Object.assign(chat, { token }), server.userToken(freshName()))
  await expect(user.connection).toHaveText('Connected')
  await expect.poll(() => sockets.length).toBeGreaterThan(before)
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await page.context().cookies()).toEqual([])
})
