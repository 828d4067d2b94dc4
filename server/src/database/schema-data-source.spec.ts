import { qualifyNames } from './schema-data-source.js'

const tables = new Set(['users', 'support_chats'])
const qualify = (sql: string) => qualifyNames(sql, 'support_chat', tables)

describe('The names of tables in a statement', () => {
  it.each([
    [
      'SELECT 1 FROM users account WHERE account.id = $1',
      'SELECT 1 FROM "support_chat".users account WHERE account.id = $1',
    ],
    [
      'UPDATE support_chats SET a = 1 FROM users WHERE support_chats.id = users.id RETURNING support_chats.id',
      'UPDATE "support_chat".support_chats SET a = 1 FROM "support_chat".users WHERE support_chats.id = users.id RETURNING support_chats.id',
    ],
    ['SELECT support_chat_words($1)', 'SELECT "support_chat".support_chat_words($1)'],
  ])('get the schema before them: %s', (sql, expected) => {
    expect(qualify(sql)).toBe(expected)
  })

  it.each([
    `SELECT 'FROM users' AS "users"`,
    'SELECT * FROM public.users',
    'SELECT * FROM "support_chat"."users"',
    'SELECT users_count, my_users FROM other -- of all users\n',
    'SELECT $tag$ users $tag$ /* users */',
    `SELECT 'it''s users'`,
    'NOTIFY support_chat_events',
  ])('stay as they are where they are something else: %s', (sql) => {
    expect(qualify(sql)).toBe(sql)
  })
})
