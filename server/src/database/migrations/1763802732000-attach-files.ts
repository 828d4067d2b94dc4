import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Files of messages. Whatever deletes a row leaves its id behind, by which its file is deleted too.
 *
 * The words of a message are those of its files' names as well. PostgreSQL cannot change what a column is generated from
 * without writing the table anew, so from now on a trigger makes them, as those of users. What is there stays as it is, so
 * that all of this takes an instant; the previous version's writes get their words by the trigger.
 */
export class AttachFiles1763802732000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const [{ schema }] = (await queryRunner.query('SELECT quote_ident(current_schema) AS schema')) as [
      { schema: string },
    ]
    await queryRunner.query(TABLES)
    await queryRunner.query(keepIds(schema))
    await queryRunner.query(keepWords(schema))
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE support_attachments, removed_attachments;
      DROP FUNCTION support_chat_remember_attachment();
      DROP TRIGGER support_chat_add_message_words ON support_messages;
      DROP TRIGGER support_chat_change_message_words ON support_messages;
      DROP FUNCTION support_chat_keep_message_words();
      ALTER TABLE support_messages DROP COLUMN words, DROP COLUMN attachment_names;
      ALTER TABLE support_messages ADD COLUMN words tsvector GENERATED ALWAYS AS (support_chat_words(content)) STORED;
      CREATE INDEX support_messages_words ON support_messages USING gin (words);
    `)
  }
}

const TABLES = `
  CREATE TABLE support_attachments (
    id uuid PRIMARY KEY,
    chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
    uploader_id uuid REFERENCES users ON DELETE SET NULL,
    client_id uuid NOT NULL,
    message_id uuid REFERENCES support_messages ON DELETE CASCADE,
    place smallint,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer,
    has_thumbnail boolean NOT NULL DEFAULT false,
    state text NOT NULL CHECK (state IN ('uploading', 'scanning', 'ready', 'refused')),
    scan_at timestamptz,
    link_key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE UNIQUE INDEX support_attachments_client_id ON support_attachments (chat_id, uploader_id, client_id)
    WHERE state <> 'uploading';
  CREATE INDEX support_attachments_chat ON support_attachments (chat_id);
  CREATE INDEX support_attachments_message ON support_attachments (message_id, place);
  CREATE INDEX support_attachments_unsent ON support_attachments (created_at) WHERE message_id IS NULL;
  CREATE INDEX support_attachments_uploader ON support_attachments (uploader_id, created_at);
  CREATE INDEX support_attachments_unscanned ON support_attachments (scan_at) WHERE state = 'scanning';
  CREATE TABLE removed_attachments (
    id uuid PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
  );
`

const keepIds = (schema: string) => `
  CREATE FUNCTION support_chat_remember_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO ${schema}.removed_attachments (id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER support_chat_remember_attachment AFTER DELETE ON support_attachments
    FOR EACH ROW EXECUTE FUNCTION support_chat_remember_attachment();
`

const keepWords = (schema: string) => `
  ALTER TABLE support_messages ALTER COLUMN words DROP EXPRESSION;
  ALTER TABLE support_messages ADD COLUMN attachment_names text;
  CREATE FUNCTION support_chat_keep_message_words() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.words := ${schema}.support_chat_words(concat_ws(' ', NEW.content, NEW.attachment_names));
    RETURN NEW;
  END $$;
  CREATE TRIGGER support_chat_add_message_words BEFORE INSERT ON support_messages
    FOR EACH ROW WHEN (NEW.words IS NULL) EXECUTE FUNCTION support_chat_keep_message_words();
  CREATE TRIGGER support_chat_change_message_words BEFORE UPDATE OF content, attachment_names ON support_messages
    FOR EACH ROW EXECUTE FUNCTION support_chat_keep_message_words();
`
