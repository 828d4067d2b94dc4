import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What staff see of the user beside the chat. */
export class KnowUsers1763800400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN page_url text, ADD COLUMN time_zone text;
      CREATE TABLE support_chat_archivings (
        id uuid PRIMARY KEY,
        chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
        -- The chat's last message then: a user message after it has brought the chat back.
        last_sequence integer NOT NULL,
        archived_at timestamptz NOT NULL,
        archived_by uuid REFERENCES users ON DELETE SET NULL,
        restored_at timestamptz
      );
      CREATE INDEX support_chat_archivings_chat ON support_chat_archivings (chat_id, archived_at DESC);
      INSERT INTO support_chat_archivings (id, chat_id, last_sequence, archived_at)
        SELECT gen_random_uuid(), id, last_sequence, archived_at FROM support_chats WHERE archived_at IS NOT NULL;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE support_chat_archivings;
      ALTER TABLE users DROP COLUMN page_url, DROP COLUMN time_zone;
    `)
  }
}
