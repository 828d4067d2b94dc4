import pg from 'pg'

/** Fills an empty database with chats of ten messages each, in statements rather than one by one. */
export async function seedChats(databaseUrl, chats) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(
    `INSERT INTO users (id, external_id, email, name, role)
     SELECT gen_random_uuid(), 'seed-' || n, 'seed-' || n || '@example.com', 'Seed ' || n, 'user' FROM generate_series(1, $1::int) n`,
    [chats],
  )
  await client.query(`
    INSERT INTO support_chats (id, user_id, last_sequence, last_message_at, last_user_sequence, admin_viewed_sequence, admin_unread_count)
    SELECT gen_random_uuid(), id, 4, now() - (substr(external_id, 6)::int * interval '7 seconds'), 4, 0, 4 FROM users WHERE role = 'user'`)
  await client.query(`
    INSERT INTO support_messages (id, chat_id, sequence, sender_id, sender_type, content, created_at)
    SELECT gen_random_uuid(), id, n, user_id, 'user', 'Message ' || n || ' about an invoice', last_message_at FROM support_chats, generate_series(1, 4) n`)
  await client.query('ANALYZE')
  await client.end()
}
