import { sql, tables } from '../database/sql.js'

const person = (alias: string) =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id, 'name', coalesce(${alias}.name, ${alias}.email)) END`

/** What was done with a chat, newest first, $2 entries, with the people's names as they are now. */
export const HISTORY_OF_CHAT = sql`
  SELECT entry.id, entry.at, entry.done_by, entry.actor_id, coalesce(actor.name, actor.email) AS actor_name, entry.action,
    entry.reason, entry.details, ${person('assignee')} AS assignee, ${person('former')} AS former_assignee
  FROM ${tables.support_chat_history} entry
  LEFT JOIN ${tables.users} actor ON actor.id = entry.actor_id
  LEFT JOIN ${tables.users} assignee ON assignee.id = (entry.details->>'assignee_id')::uuid
  LEFT JOIN ${tables.users} former ON former.id = (entry.details->>'former_assignee_id')::uuid
  WHERE entry.chat_id = $1
  ORDER BY entry.at DESC, entry.id DESC LIMIT $2`
