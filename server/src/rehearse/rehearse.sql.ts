import { tables } from '../database/sql.js'

const at = (table: keyof typeof tables) => tables[table].in(null)

/** Chats whose messages are not 1, 2, 3 … up to what the chat's row says, or of which more is read, or noted, than there is. */
export const CHATS = `
  SELECT count(*) AS chats, coalesce(sum(messages), 0) AS messages,
    count(*) FILTER (WHERE messages <> last_sequence OR newest <> last_sequence) AS gaps,
    count(*) FILTER (WHERE marked > last_sequence) AS ahead
  FROM (
    SELECT last_sequence, count(message.id) AS messages, coalesce(max(sequence), 0) AS newest,
      greatest(last_user_sequence, admin_viewed_sequence, user_read_sequence, admin_read_sequence,
        user_delivered_sequence,
        (SELECT max(after_sequence) FROM ${at('support_notes')} note WHERE note.chat_id = chat.id)) AS marked
    FROM ${at('support_chats')} chat LEFT JOIN ${at('support_messages')} message ON chat_id = chat.id
    GROUP BY chat.id
  ) counted`

/** Each foreign key, as a statement that counts the rows that refer to nothing. */
export const FOREIGN_KEYS = `
  SELECT conname AS name, format('SELECT count(*) AS count FROM %s child WHERE %s AND NOT EXISTS (SELECT FROM %s parent WHERE %s)',
    conrelid::regclass,
    (SELECT string_agg(format('child.%I IS NOT NULL', attname), ' AND ')
      FROM unnest(conkey) AS key JOIN pg_attribute ON attrelid = conrelid AND attnum = key),
    confrelid::regclass,
    (SELECT string_agg(format('parent.%I = child.%I', theirs.attname, ours.attname), ' AND ')
      FROM unnest(conkey, confkey) AS keys (ours, theirs)
      JOIN pg_attribute ours ON ours.attrelid = conrelid AND ours.attnum = keys.ours
      JOIN pg_attribute theirs ON theirs.attrelid = confrelid AND theirs.attnum = keys.theirs)
  ) AS statement
  FROM pg_constraint
  WHERE contype = 'f' AND connamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
  ORDER BY conname`

/** The feed's positions, and the webhooks that have been sent more than there is. */
export const EVENTS = `
  SELECT count(*) AS events, min(position) AS oldest, max(position) AS newest,
    count(*) FILTER (WHERE position IS NULL) AS waiting,
    (SELECT count(*) FROM ${at('webhook_endpoints')}) AS webhooks,
    (SELECT count(*) FROM ${at('webhook_endpoints')}
      WHERE position > coalesce((SELECT max(position) FROM ${at('events')}), 0)) AS ahead
  FROM ${at('events')}`

const IN_SCHEMA = `= (SELECT oid FROM pg_namespace WHERE nspname = current_schema())`

/** Everything that migrations make, a line each. */
export const SCHEMA = `
  SELECT format('column %s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN ' not null' END, concat(' ', attidentity, attgenerated, ' ', pg_get_expr(adbin, adrelid))) AS line
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relnamespace ${IN_SCHEMA} AND relkind IN ('r', 'p')
  UNION ALL SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace ${IN_SCHEMA} AND contype <> 'n'
  UNION ALL SELECT format('index %s', pg_get_indexdef(indexrelid))
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace ${IN_SCHEMA}
  UNION ALL SELECT format('function %s: %s', oid::regprocedure, md5(pg_get_functiondef(oid)))
  FROM pg_proc WHERE pronamespace ${IN_SCHEMA}
  UNION ALL SELECT format('trigger %s', pg_get_triggerdef(pg_trigger.oid))
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND relnamespace ${IN_SCHEMA}
  ORDER BY line`
