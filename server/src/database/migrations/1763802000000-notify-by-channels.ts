import type { MigrationInterface, QueryRunner } from 'typeorm'

/** E-mail is one of several channels: each waits for itself, and is tried again for itself. */
export class NotifyByChannels1763802000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE email_notifications ADD COLUMN channel text NOT NULL DEFAULT 'email';
      DROP INDEX email_notifications_one_waiting;
      CREATE UNIQUE INDEX email_notifications_one_waiting ON email_notifications (chat_id, channel)
        WHERE status = 'waiting';
      DROP INDEX email_notifications_chat;
      CREATE INDEX email_notifications_chat ON email_notifications (chat_id, channel, first_sequence);
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM email_notifications WHERE channel <> 'email';
      DROP INDEX email_notifications_chat;
      CREATE INDEX email_notifications_chat ON email_notifications (chat_id, first_sequence);
      DROP INDEX email_notifications_one_waiting;
      CREATE UNIQUE INDEX email_notifications_one_waiting ON email_notifications (chat_id) WHERE status = 'waiting';
      ALTER TABLE email_notifications DROP COLUMN channel;
    `)
  }
}
