import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The outbox of e-mail. */
export class CreateEmailNotifications1763700100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE email_notifications (
        id uuid PRIMARY KEY,
        chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
        first_sequence integer NOT NULL,
        last_sequence integer,
        status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sending', 'sent', 'skipped', 'failed')),
        reason text,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL,
        message_id text NOT NULL UNIQUE,
        sent_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      -- One unread batch of a chat waits; a later message of the batch joins it.
      CREATE UNIQUE INDEX email_notifications_one_waiting ON email_notifications (chat_id) WHERE status = 'waiting';
      -- What the workers look for: as small as the work that is left.
      CREATE INDEX email_notifications_due ON email_notifications (due_at) WHERE status IN ('waiting', 'sending');
      -- What became of the e-mail about a message.
      CREATE INDEX email_notifications_chat ON email_notifications (chat_id, first_sequence);
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE email_notifications')
  }
}
