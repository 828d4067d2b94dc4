import type { DataSource, EntityManager } from 'typeorm'
import { v7 as uuidv7 } from 'uuid'
import { madeUpChat, MADE_UP, type MadeUpChat } from './made-up-chat.js'

export interface SeedOptions {
  /** How many made-up chats there are afterwards: those of an earlier run count. */
  chats: number
  /** Messages in a new one, on average. */
  messages: number
  /** Called after each transaction with the number of chats there are. */
  progress?: (chats: number) => void
}

export interface Seeded {
  before: number
  chats: number
  messages: number
}

/** Chats in one transaction: a run that was ended continues with the next one. */
const BATCH = 500

/**
 * Fills a migrated database, in which there is a member of staff, with made-up chats. Nothing else in it changes, no e-mail
 * is sent, and an open console shows them the next time it loads its list.
 */
export async function seed(dataSource: DataSource, { chats, messages, progress }: SeedOptions): Promise<Seeded> {
  const staffId = await firstStaff(dataSource)
  const before = await countMadeUp(dataSource)
  const seeded = { before, chats: 0, messages: 0 }
  for (let from = before; from < chats; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, chats - from) }, (_, index) => from + index + 1)
    const batch = numbers.map((n) => rowsOf(madeUpChat(n, messages), staffId, Date.now()))
    await dataSource.transaction((manager) => insert(manager, batch))
    seeded.chats += batch.length
    seeded.messages += batch.reduce((sum, { said }) => sum + said.length, 0)
    progress?.(from + batch.length)
  }
  // Autovacuum would do it later; until then the planner would assume empty tables.
  if (seeded.chats > 0) await dataSource.query('VACUUM (ANALYZE) users, support_chats, support_messages')
  return seeded
}

async function firstStaff(dataSource: DataSource): Promise<string> {
  const [staff] = await dataSource.query<{ id: string }[]>(
    `SELECT id FROM users WHERE role = 'admin' AND external_id IS NULL ORDER BY created_at, id LIMIT 1`,
  )
  if (!staff) throw new Error('There is no member of staff who could have answered')
  return staff.id
}

async function countMadeUp(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<[{ last: string | null }]>(
    'SELECT max(external_id) AS last FROM users WHERE external_id ~ $1',
    [MADE_UP],
  )
  return row.last === null ? 0 : Number(row.last.replace(/\D/g, ''))
}

type Row = Record<string, unknown>
type Rows = ReturnType<typeof rowsOf>

/** Ids begin with the time of their row, as everywhere. */
function rowsOf(chat: MadeUpChat, staffId: string, now: number) {
  const at = (age: number) => new Date(now - age)
  const first = chat.messages[0]?.age ?? 0
  const last = chat.messages.at(-1)?.age ?? 0
  const [userId, chatId] = [uuidv7({ msecs: now - first }), uuidv7({ msecs: now - first })]
  const said = chat.messages.map(({ sender, content, age }, index): Row => {
    const readUpTo = sender === 'user' ? chat.readByStaff : chat.readByUser
    const had = at(Math.max(last, age / 2))
    return {
      id: uuidv7({ msecs: now - age }),
      chat_id: chatId,
      sequence: index + 1,
      client_id: uuidv7({ msecs: now - age }),
      sender_id: sender === 'user' ? userId : staffId,
      sender_type: sender,
      content,
      created_at: at(age),
      read_at: index < readUpTo ? had : null,
      delivered_at: sender === 'admin' && index < chat.readByUser ? had : null,
    }
  })
  const user = {
    id: userId,
    external_id: chat.externalId,
    email: chat.email,
    name: chat.name,
    role: 'user',
    time_zone: chat.timeZone,
    last_seen_at: at(last),
    created_at: at(first),
  }
  const answered = chat.messages.findLastIndex(({ sender }) => sender === 'admin')
  const unanswered = chat.messages[answered + 1]
  const ids = { id: chatId, user_id: userId, assignee: answered === -1 ? null : staffId }
  const times = { first: at(first), last: at(last), waiting: unanswered ? at(unanswered.age) : null }
  return { user, said, chat: chatRow(chat, ids, times) }
}

function chatRow(
  chat: MadeUpChat,
  { id, user_id, assignee }: { id: string; user_id: string; assignee: string | null },
  { first, last, waiting }: { first: Date; last: Date; waiting: Date | null },
) {
  const after = (sender: string, sequence: number) =>
    chat.messages.slice(sequence).filter((m) => m.sender === sender).length
  return {
    id,
    user_id,
    last_sequence: chat.messages.length,
    last_message_at: last,
    last_user_sequence: chat.messages.findLastIndex(({ sender }) => sender === 'user') + 1,
    admin_viewed_sequence: chat.readByStaff,
    admin_viewed_at: chat.readByStaff > 0 ? last : null,
    archived_at: chat.archived ? last : null,
    waiting_since: waiting,
    assignee_id: assignee,
    user_read_sequence: chat.readByUser,
    user_delivered_sequence: chat.readByUser,
    admin_read_sequence: chat.readByStaff,
    user_unread_count: after('admin', chat.readByUser),
    admin_unread_count: after('user', chat.readByStaff),
    created_at: first,
    updated_at: last,
  }
}

async function insert(manager: EntityManager, batch: Rows[]): Promise<void> {
  const archived = batch.filter(({ chat }) => chat.archived_at)
  const archivings = archived.map(({ chat: { id, last_sequence, archived_at } }) => ({
    id: uuidv7(),
    chat_id: id,
    last_sequence,
    archived_at,
  }))
  await insertRows(
    manager,
    'users',
    batch.map(({ user }) => user),
  )
  await insertRows(
    manager,
    'support_chats',
    batch.map(({ chat }) => chat),
  )
  await insertRows(
    manager,
    'support_messages',
    batch.flatMap(({ said }) => said),
  )
  await insertRows(manager, 'support_chat_archivings', archivings)
}

/** Inserts all rows in one statement, with the column types of the table. */
async function insertRows(manager: EntityManager, table: string, rows: Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  if (!columns) return
  await manager.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  )
}
