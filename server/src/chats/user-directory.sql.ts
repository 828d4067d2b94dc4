import { sql, type Sql, tables } from '../database/sql.js'
import { foundBy, FREQUENT, USER_WORDS } from './search-words.sql.js'

const COLUMNS = 'account.id, account.external_id, account.email, account.name, chat.id AS chat_id'
const WITH_CHAT = sql`LEFT JOIN ${tables.support_chats} chat ON chat.user_id = account.id`

/** Takes an external id. */
export const FIND_USER = sql`
  SELECT ${COLUMNS} FROM ${tables.users} account ${WITH_CHAT} WHERE account.role = 'user' AND account.external_id = $1`

/** Users whose words hold `$1`, a `tsquery`, and those whose external id is like `$2`. Both are written as in their indexes. */
const BY_WORDS = sql`role = 'user' AND ${USER_WORDS} @@ ${foundBy('$1')}`
const BY_ID = `role = 'user' AND external_id LIKE $2`

/** Takes a `tsquery`, null for none, and a pattern: whether either finds more than are sorted. */
export const COUNT_USERS = sql`
  SELECT
    (SELECT count(*) FROM (SELECT FROM ${tables.users} WHERE ${BY_WORDS} LIMIT ${FREQUENT}) found) = ${FREQUENT} OR
    (SELECT count(*) FROM (SELECT FROM ${tables.users} WHERE ${BY_ID} LIMIT ${FREQUENT}) found) = ${FREQUENT} AS frequent`

/** All users, newest first, after the one with the id `$1`, `$2` of them. */
export const LIST_USERS = page("role = 'user' AND id < $1", '$2')

/**
 * The same of those that are found, after `$3`, `$4` of them. A few are looked up in their indexes and sorted; of many, the
 * list is walked from its newest user on until the page is full, which is soon.
 */
export const searchUsers = (frequent: boolean) =>
  frequent
    ? page(sql`id < $3 AND ((${BY_WORDS}) IS TRUE OR (${BY_ID}))`, '$4')
    : page(
        sql`id < $3 AND id = ANY(ARRAY(
          SELECT id FROM ${tables.users} WHERE ${BY_WORDS} UNION ALL SELECT id FROM ${tables.users} WHERE ${BY_ID}
        ))`,
        '$4',
      )

function page(condition: Sql | string, limit: string): Sql {
  return sql`
    SELECT ${COLUMNS}
    FROM (SELECT * FROM ${tables.users} WHERE ${condition} ORDER BY id DESC LIMIT ${limit}) account ${WITH_CHAT}
    ORDER BY account.id DESC`
}
