import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The messages of a member of staff stay when the account is deleted, under the name that it had: without them a chat
 * would have gaps. Every column that refers to an account is found by an index, so that deleting one reads no table to its
 * end. And a `client_id` is kept as it was sent where that is not how PostgreSQL writes it.
 *
 * Only adds, for the previous version while it still serves. Building the indexes takes some seconds for each million
 * messages, and who sends or reads meanwhile waits. The strongest lock comes first: one that grew could deadlock with a send.
 */
export class KeepMessagesOfDeletedStaff1763801200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;
      LOCK TABLE support_messages IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE support_messages
        ADD COLUMN sender_name text,
        ADD COLUMN client_id_text text,
        ALTER COLUMN sender_id DROP NOT NULL,
        DROP CONSTRAINT support_messages_sender_id_fkey,
        ADD CONSTRAINT support_messages_sender_id_fkey
          FOREIGN KEY (sender_id) REFERENCES users ON DELETE SET NULL NOT VALID;
      ALTER TABLE support_messages VALIDATE CONSTRAINT support_messages_sender_id_fkey;
      CREATE INDEX support_messages_sender_id ON support_messages (sender_id);
      CREATE INDEX support_chat_archivings_archived_by ON support_chat_archivings (archived_by);
      CREATE FUNCTION support_chat_keep_sender_name() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('UPDATE %I.support_messages SET sender_name = $1, sender_id = NULL WHERE sender_id = $2', TG_TABLE_SCHEMA)
          USING OLD.name, OLD.id;
        RETURN OLD;
      END $$;
      CREATE TRIGGER support_chat_keep_sender_name BEFORE DELETE ON users
        FOR EACH ROW WHEN (OLD.role = 'admin') EXECUTE FUNCTION support_chat_keep_sender_name();
    `)
  }

  /** `sender_id` may stay empty: there may be messages whose sender is gone. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER support_chat_keep_sender_name ON users;
      DROP FUNCTION support_chat_keep_sender_name();
      DROP INDEX support_messages_sender_id, support_chat_archivings_archived_by;
      ALTER TABLE support_messages
        DROP COLUMN sender_name,
        DROP COLUMN client_id_text,
        DROP CONSTRAINT support_messages_sender_id_fkey,
        ADD CONSTRAINT support_messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES users ON DELETE CASCADE;
    `)
  }
}
