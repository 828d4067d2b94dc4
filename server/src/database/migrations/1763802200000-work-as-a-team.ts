import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Who has a chat, since when its user waits for an answer, until when it is put off, and under which tags it stands; what became of
 * it; and how chats are handed out.
 *
 * Only adds, for the previous version while it still serves. The strongest lock comes first: one that grew could deadlock
 * with a send.
 */
export class WorkAsATeam1763802200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      LOCK TABLE users, support_chats IN ACCESS EXCLUSIVE MODE;
      ALTER TABLE users ADD COLUMN available boolean NOT NULL DEFAULT false;
      ALTER TABLE support_chats
        ADD COLUMN waiting_since timestamptz,
        ADD COLUMN assignee_id uuid REFERENCES users ON DELETE SET NULL,
        ADD COLUMN routed_at timestamptz,
        ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
        ADD COLUMN snoozed_until timestamptz,
        ADD COLUMN woke_at timestamptz,
        ADD COLUMN version integer NOT NULL DEFAULT 0;
      CREATE INDEX support_chats_assignee ON support_chats (
        assignee_id, (coalesce(archived_at, snoozed_until) IS NULL),
        coalesce(greatest(last_message_at, woke_at), '-infinity') DESC, id DESC
      );

      CREATE TABLE support_chat_history (
        id uuid PRIMARY KEY,
        chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        done_by text NOT NULL,
        actor_id uuid,
        action text NOT NULL,
        reason text,
        details jsonb NOT NULL
      );
      CREATE INDEX support_chat_history_chat ON support_chat_history (chat_id, at, id);

      CREATE TABLE routing_settings (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        mode text NOT NULL,
        capacity integer NOT NULL,
        return_after_minutes integer NOT NULL
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX support_chats_assignee;
      DROP TABLE support_chat_history, routing_settings;
      ALTER TABLE support_chats
        DROP COLUMN waiting_since, DROP COLUMN assignee_id, DROP COLUMN routed_at, DROP COLUMN tags,
        DROP COLUMN snoozed_until, DROP COLUMN woke_at, DROP COLUMN version;
      ALTER TABLE users DROP COLUMN available;
    `)
  }
}
