import { randomUUID } from 'node:crypto'
import { ChatConsole } from './pages/chat-console.js'
import { type Shown, watchDesktop } from './pages/desktop.js'
import { STAFF } from './server.js'
import { expect, freshName, test } from './test.js'

test('a console that hears of more than anybody can follow watches what it shows, and tells as much as one that hears all', async ({
  newProfile,
  server,
  request,
  written,
  staffApi,
}) => {
  test.slow()
  /** Signed in, with a desktop, and with what goes over its socket. */
  const open = async () => {
    const context = await newProfile()
    await watchDesktop(context)
    const page = await context.newPage()
    const [sent, heard]: [string[], string[]] = [[], []]
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(String(payload)))
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)))
    })
    const console = await ChatConsole.visit(page)
    await page.evaluate(() => localStorage.setItem('desktop', 'granted'))
    await page.reload()
    await console.signIn(STAFF)
    await expect(page.getByText('Connected', { exact: true })).toBeVisible()
    const told = () => page.evaluate(() => (window as never as { shown: Shown[] }).shown.map(({ body }) => body))
    return { console, sent, heard, told }
  }
  const asked = ({ sent }: { sent: string[] }) => sent.some((frame) => frame.includes('["watch"'))
  const watching = await open()
  const crowd = Array.from({ length: 40 }, () => server.userToken(freshName('crowd')))
  const chats = new Set<string>()
  const speak = async (token: string) => {
    const data = { content: 'All at once', client_id: randomUUID() }
    const answer = await request.post('/api/support_chat/messages', {
      headers: { authorization: `Bearer ${token}` },
      data,
    })
    chats.add(((await answer.json()) as { chat_id: string }).chat_id)
  }
  await expect(async () => {
    await Promise.all(crowd.map(speak))
    expect(asked(watching)).toBe(true)
  }).toPass({ timeout: 60_000 })

  const hearing = await open()
  const news = 'To whom it may concern'
  const email = await written(news)
  for (const { console, told } of [watching, hearing]) {
    await expect(console.card(email)).toBeVisible()
    await expect.poll(told).toContain(news)
  }
  const heard = ({ heard }: { heard: string[] }) =>
    heard.some((frame) => frame.includes('["new_user_message"') && frame.includes(news))
  expect([watching, hearing].map(asked)).toEqual([true, false])
  expect([watching, hearing].map(heard)).toEqual([false, true])
  const agree = async () => {
    const count = await staffApi.unreadCount()
    const said = [`${count}`, `${count}`, count > 9 ? '9+' : `${count}`]
    for (const { console } of [watching, hearing]) await expect.poll(() => console.unreadCounts()).toEqual(said)
  }
  await agree()

  // In no list that is shown: it is not watched, and is there again all the same.
  await staffApi.bulk([...chats], { archive: true })
  await agree()
  for (const { console } of [watching, hearing]) await expect(console.card(email)).toBeVisible()
})
