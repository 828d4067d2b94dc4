import { randomUUID } from 'node:crypto'
import { routes, type MessagePage, type SupportChat, type SupportMessage } from '@support-chat/shared'
import { call } from './call.js'
import { type TestApp, useTestApp } from './test-app.js'

describe('The schema', () => {
  let test: TestApp
  let staff: string
  useTestApp((server, token) => {
    test = server
    staff = token
  })

  it('finds by an index what refers to a row, and never deletes a message with the staff account that wrote it', async () => {
    const keys = await test.sql<{ of: string; column: string; to: string; action: string; indexed: boolean }>(`
      SELECT c.conrelid::regclass::text AS of, a.attname AS column, c.confrelid::regclass::text AS to,
        c.confdeltype AS action, EXISTS (
          SELECT FROM pg_index i
          WHERE i.indrelid = c.conrelid AND i.indisvalid AND i.indkey[0] = c.conkey[1] AND i.indpred IS NULL
        ) AS indexed
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace`)
    expect(keys.filter(({ indexed }) => !indexed)).toEqual([])
    expect(keys.length).toBeGreaterThanOrEqual(7)
    const sender = keys.find((key) => key.of === 'support_messages' && key.to === 'users')
    expect(sender).toMatchObject({ column: 'sender_id', action: 'n' })
  })

  async function conversation(name: string) {
    const token = test.userToken(name)
    const { body } = await call<SupportChat>(test.url + routes.userChat, 'GET', { token })
    const send = (url: string, by: string, content: string) =>
      call<SupportMessage>(test.url + url, 'POST', { token: by, body: { content, client_id: randomUUID() } })
    await send(routes.userMessages, token, 'a question')
    await send(routes.adminMessages(body.id), staff, 'an answer')
    await send(routes.userMessages, token, 'thank you')
    return { token, chatId: body.id }
  }

  it('keeps the messages of a deleted member of staff in their chats, under the name that they had', async () => {
    const { token, chatId } = await conversation('ada')
    await test.sql(`UPDATE users SET name = 'Grace' WHERE role = 'admin'`)
    const before = await call<MessagePage>(test.url + routes.userMessages, 'GET', { token })
    expect(before.body.messages[1]).toMatchObject({ sequence: 2, sender_name: 'Grace' })
    await call(`${test.url}${routes.adminArchive(chatId)}`, 'POST', { token: staff })
    await test.sql(`DELETE FROM users WHERE role = 'admin'`)
    const after = await call<MessagePage>(test.url + routes.userMessages, 'GET', { token })
    expect(after.body.messages).toEqual(before.body.messages)
    const { body } = await call<SupportChat>(test.url + routes.userChat, 'GET', { token })
    expect(body).toMatchObject({ last_sequence: 3, unread_count: 1, messages: before.body.messages })
    const rows = await test.sql('SELECT archived_by FROM support_chat_archivings WHERE chat_id = $1', [chatId])
    expect(rows).toEqual([{ archived_by: null }])
  })

  it('deletes a user with the chat and all that is in it, and nothing of others', async () => {
    const token = test.userToken('leaving')
    const others = await test.sql('SELECT id FROM support_messages')
    await call(test.url + routes.userMessages, 'POST', { token, body: { content: 'mine', client_id: randomUUID() } })
    await test.sql(`DELETE FROM users WHERE external_id = 'leaving'`)
    expect(await test.sql('SELECT id FROM support_messages')).toEqual(others)
  })
})
