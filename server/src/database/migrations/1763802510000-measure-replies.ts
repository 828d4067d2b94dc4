import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Since when a user had waited whom a message answers. It is null of all messages until now, so that the index is empty;
 * building it reads the table once, about a second for a million messages, and who sends meanwhile waits.
 */
export class MeasureReplies1763802510000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_messages ADD COLUMN answers_since timestamptz;
      CREATE INDEX support_messages_first_answers ON support_messages (created_at) WHERE answers_since IS NOT NULL;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE support_messages DROP COLUMN answers_since')
  }
}
