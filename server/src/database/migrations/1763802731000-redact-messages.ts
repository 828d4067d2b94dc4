import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When a message’s text was removed, and when that last happened in a chat: most have none, and look no further. */
export class RedactMessages1763802731000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_messages ADD COLUMN redacted_at timestamptz;
      ALTER TABLE support_chats ADD COLUMN last_redacted_at timestamptz;
      CREATE INDEX support_messages_redacted ON support_messages (chat_id, redacted_at DESC) WHERE redacted_at IS NOT NULL;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX support_messages_redacted;
      ALTER TABLE support_chats DROP COLUMN last_redacted_at;
      ALTER TABLE support_messages DROP COLUMN redacted_at;
    `)
  }
}
