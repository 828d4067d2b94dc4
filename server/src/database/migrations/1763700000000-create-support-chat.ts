import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Accounts, staff sessions, chats and messages. Plain PostgreSQL 14, no extensions. */
export class CreateSupportChat1763700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [SEARCH, USERS, STAFF_SESSIONS, SUPPORT_CHATS, SUPPORT_MESSAGES]) {
      await queryRunner.query(statement)
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE support_messages, support_chats, staff_sessions, users;
      DROP FUNCTION support_chat_words(text);
    `)
  }
}

/** Splits at punctuation too, so that `ada@example.com` is found by `ada` and by `example`. */
const SEARCH = String.raw`
  CREATE FUNCTION support_chat_words(content text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, translate(content, '!"#$%&''()*+,-./:;<=>?@[\]^_{|}~' || chr(96), repeat(' ', 32)))
  $$;
`

const USERS = `
  CREATE TABLE users (
    id uuid PRIMARY KEY,
    external_id text UNIQUE,
    email text NOT NULL,
    name text,
    role text NOT NULL CHECK (role IN ('user', 'admin')),
    password_hash text,
    claims_issued_at timestamptz,
    email_opt_out_at timestamptz,
    deactivated_at timestamptz,
    session_version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (CASE role WHEN 'user' THEN external_id IS NOT NULL ELSE password_hash IS NOT NULL END)
  );
  CREATE UNIQUE INDEX users_staff_email ON users (lower(email)) WHERE role = 'admin';
  CREATE INDEX users_words ON users USING gin (support_chat_words(email || ' ' || coalesce(name, '')));
`

const STAFF_SESSIONS = `
  CREATE TABLE staff_sessions (
    id uuid PRIMARY KEY,
    family_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    token_hash text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX staff_sessions_family_id ON staff_sessions (family_id);
  CREATE INDEX staff_sessions_user_id ON staff_sessions (user_id);
`

/** Chats without a message come last in the lists: for the index they are infinitely old. */
const SUPPORT_CHATS = `
  CREATE TABLE support_chats (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
    last_sequence integer NOT NULL DEFAULT 0,
    last_message_at timestamptz,
    last_user_sequence integer NOT NULL DEFAULT 0,
    admin_viewed_sequence integer NOT NULL DEFAULT 0,
    admin_viewed_at timestamptz,
    archived_at timestamptz,
    user_read_sequence integer NOT NULL DEFAULT 0,
    admin_read_sequence integer NOT NULL DEFAULT 0,
    user_unread_count integer NOT NULL DEFAULT 0,
    admin_unread_count integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX support_chats_active ON support_chats (coalesce(last_message_at, '-infinity') DESC, id DESC)
    WHERE archived_at IS NULL;
  CREATE INDEX support_chats_archived ON support_chats (coalesce(last_message_at, '-infinity') DESC, id DESC)
    WHERE archived_at IS NOT NULL;
  CREATE INDEX support_chats_last_message_at ON support_chats (last_message_at);
  CREATE INDEX support_chats_archived_at ON support_chats (archived_at) WHERE archived_at IS NOT NULL;
`

const SUPPORT_MESSAGES = `
  CREATE TABLE support_messages (
    id uuid PRIMARY KEY,
    chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
    sequence integer NOT NULL CHECK (sequence > 0),
    client_id uuid,
    sender_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    sender_type text NOT NULL CHECK (sender_type IN ('user', 'admin')),
    content text NOT NULL,
    read_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT support_messages_sequence UNIQUE (chat_id, sequence),
    CONSTRAINT support_messages_client_id UNIQUE (chat_id, sender_id, client_id)
  );
  CREATE INDEX support_messages_created_at ON support_messages (chat_id, created_at);
  CREATE INDEX support_messages_words ON support_messages USING gin (support_chat_words(content));
`
