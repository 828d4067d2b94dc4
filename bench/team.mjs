// A team for made-up chats, so that views are measured as a team has them.

const TEAM = `
  INSERT INTO users (id, email, name, role, password_hash)
    SELECT gen_random_uuid(), format('agent%s@example.com', n), format('Agent %s', n), 'admin', 'nobody signs in'
    FROM generate_series(2, 50) n;
  CREATE TEMP TABLE team AS
    SELECT id, row_number() OVER (ORDER BY created_at, email) - 1 AS n FROM users WHERE role = 'admin';
  CREATE TEMP TABLE shared AS
    SELECT chat.id, row_number() OVER (ORDER BY external_id) AS n
    FROM support_chats chat JOIN users ON users.id = user_id;
  UPDATE support_chats chat SET assignee_id = team.id
    FROM shared JOIN team ON team.n = CASE WHEN shared.n > 100 THEN shared.n % 50 ELSE 0 END WHERE shared.id = chat.id AND assignee_id IS NOT NULL;
  UPDATE support_chats chat SET snoozed_until = now() + shared.n * interval '1 minute'
    FROM shared WHERE shared.id = chat.id AND shared.n % 10 = 1 AND archived_at IS NULL;
  INSERT INTO support_notes (id, chat_id, after_sequence, client_id, content)
    SELECT gen_random_uuid(), id, 1, gen_random_uuid(), 'Could you look at this?' FROM shared WHERE n % 20 = 0 OR n <= 100;
  INSERT INTO support_note_mentions (note_id, staff_id, chat_id, position)
    SELECT note.id, team.id, chat_id, 1 FROM support_notes note
    JOIN shared ON shared.id = chat_id JOIN team ON team.n = CASE WHEN shared.n > 100 THEN shared.n / 20 % 50 ELSE 0 END`

/**
 * Shares the chats among 50 of staff, who asks being one of them: somebody is mentioned in every twentieth chat, and every
 * tenth active one is put off. Who asks has the first hundred, and is mentioned in them: so that pages are full with few chats too.
 */
export async function shareAmongTeam(dataSource) {
  await dataSource.query(TEAM)
  await dataSource.query('VACUUM (ANALYZE) users, support_chats, support_notes, support_note_mentions')
}
