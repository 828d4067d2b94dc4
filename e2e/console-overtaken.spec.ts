import { randomUUID } from 'node:crypto'
import { expect, test } from './test.js'

test('an answer over a message that has not arrived here is not sent: what arrived is shown, and the text is kept', async ({
  staff,
  written,
  server,
  request,
  staffApi,
}) => {
  const { page } = staff
  const email = await written('Where is my parcel?')
  const name = email.split('@')[0]!
  // Nothing that others write reaches this console by itself.
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const upstream = socket.connectToServer()
    upstream.onMessage((frame) => {
      if (!/"new_(user_)?message"/.test(String(frame))) socket.send(frame)
    })
  })
  await page.reload()
  await staff.openChat(email)
  await staff.expectMessages('Where is my parcel?')
  await staff.sends('One moment', 'I am looking')
  await staff.expectMessages('Where is my parcel?', 'One moment', 'I am looking')

  const headers = { authorization: `Bearer ${server.userToken(name)}` }
  const data = { content: 'It has just come', client_id: randomUUID() }
  expect((await request.post('/api/support_chat/messages', { headers, data })).status()).toBe(201)
  await staff.send('It is lost')
  const alert = page.getByRole('alert').filter({ hasText: 'Not sent: the messages above arrived first.' })
  await expect(alert).toBeVisible()
  await staff.expectMessages('Where is my parcel?', 'One moment', 'I am looking', 'It has just come', 'It is lost')
  await staffApi.expectMessages(name, 'Where is my parcel?', 'One moment', 'I am looking', 'It has just come')

  await alert.getByRole('button', { name: 'Edit' }).click()
  await expect(staff.input).toHaveValue('It is lost')
  await staff.send('Good to hear')
  await staffApi.expectMessages(
    name,
    'Where is my parcel?',
    'One moment',
    'I am looking',
    'It has just come',
    'Good to hear',
  )
})
