import { routes, staffRoutes, type ChatListPage, type UnreadCount } from '@support-chat/shared'
import { DataSource } from 'typeorm'
import { seed } from '../src/seed/seed.js'
import { call } from './call.js'
import { startTestApp, type TestApp } from './test-app.js'

let server: TestApp
const fill = (chats: number) => seed(server.app.get(DataSource), { chats, messages: 6 })

beforeAll(async () => {
  server = await startTestApp()
  await fill(700)
})
afterAll(() => server.close())

describe('Seeding', () => {
  it('makes as many chats as it is asked for, and counts those of an earlier run', async () => {
    expect(await fill(700)).toEqual({ before: 700, chats: 0, messages: 0 })
    expect(await fill(720)).toMatchObject({ before: 700, chats: 20 })
    const [row] = await server.sql<{ chats: number; messages: number }>(
      'SELECT count(*)::int AS chats, sum(last_sequence)::int AS messages FROM support_chats',
    )
    expect(row?.chats).toBe(720)
    expect((row?.messages ?? 0) / 720).toBeGreaterThan(4)
    expect((row?.messages ?? 0) / 720).toBeLessThan(8)
  })

  it('leaves rows such as sending, reading and archiving leave', async () => {
    const wrong = await server.sql(`
      SELECT * FROM support_chats chat JOIN LATERAL (
        SELECT count(*) AS count, max(sequence) AS newest, max(created_at) AS newest_at,
          coalesce(max(sequence) FILTER (WHERE sender_type = 'user'), 0) AS newest_of_user,
          count(*) FILTER (WHERE sender_type = 'user' AND read_at IS NULL) AS unread_by_staff,
          count(*) FILTER (WHERE sender_type = 'admin' AND read_at IS NULL) AS unread_by_user,
          max(sequence) FILTER (WHERE sender_type = 'admin') AS newest_of_staff,
          bool_and(sender_id = user_id) FILTER (WHERE sender_type = 'user') AS by_user,
          bool_and((read_at IS NULL OR read_at >= created_at) AND created_at <= now()) AS in_time
        FROM support_messages WHERE chat_id = chat.id
      ) messages ON true
      WHERE count <> last_sequence OR newest <> last_sequence OR newest_at <> last_message_at
        OR newest_of_user <> last_user_sequence OR unread_by_staff <> admin_unread_count
        OR unread_by_user <> user_unread_count OR NOT by_user OR NOT in_time
        OR (waiting_since IS NOT NULL) <> (newest_of_user = newest)
        OR waiting_since IS DISTINCT FROM (
          SELECT min(created_at) FROM support_messages WHERE chat_id = chat.id AND sequence > coalesce(newest_of_staff, 0)
        )
        OR (assignee_id IS NULL) <> (newest_of_staff IS NULL)
        OR (archived_at IS NOT NULL) <> EXISTS (
          SELECT FROM support_chat_archivings filed WHERE filed.chat_id = chat.id AND filed.last_sequence = chat.last_sequence
        )`)
    expect(wrong).toEqual([])
    expect(await server.sql('SELECT FROM email_notifications')).toEqual([])
  })

  it('gives the console something of everything: archived and unread ones, several languages, long and short', async () => {
    const token = await server.staffToken()
    const page = async (query: string) =>
      (await call<ChatListPage>(`${server.url}${routes.adminChats}?limit=200&${query}`, 'GET', { token })).body.chats
    expect((await page('archived=true')).length).toBeGreaterThan(50)
    const waiting = await page('unread=true')
    const { body } = await call<UnreadCount>(server.url + staffRoutes.unreadCount, 'GET', { token })
    expect(waiting).toHaveLength(body.unread_count)
    expect(waiting.length).toBeGreaterThan(20)
    for (const q of ['order', 'Bestellung', '注文', '订单', '주문', 'الطلب']) {
      expect((await page(`q=${encodeURIComponent(q)}`)).length).toBeGreaterThan(0)
    }
    const lengths = (await page('')).map(({ message_count }) => message_count)
    expect(Math.min(...lengths)).toBe(1)
    expect(Math.max(...lengths)).toBeGreaterThan(15)
  })
})
