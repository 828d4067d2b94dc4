import type { MigrationInterface, QueryRunner } from 'typeorm'

/** When a client of the user had a staff message. Null columns and a constant default: no table is rewritten. */
export class TrackDelivery1763800300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_messages ADD COLUMN delivered_at timestamptz;
      ALTER TABLE support_chats ADD COLUMN user_delivered_sequence integer NOT NULL DEFAULT 0;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_chats DROP COLUMN user_delivered_sequence;
      ALTER TABLE support_messages DROP COLUMN delivered_at;
    `)
  }
}
