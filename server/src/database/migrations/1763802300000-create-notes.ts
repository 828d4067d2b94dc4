import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Private notes of staff, in tables of their own: nothing that reads messages can meet one. Whom a note mentions stands
 * beside it, with what is still open: the two partial indexes hold that alone, however many there were.
 */
export class CreateNotes1763802300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE support_notes (
        id uuid PRIMARY KEY,
        chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
        after_sequence integer NOT NULL,
        client_id uuid NOT NULL,
        author_id uuid REFERENCES users ON DELETE SET NULL,
        content text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT support_notes_client_id UNIQUE (chat_id, author_id, client_id)
      );
      CREATE INDEX support_notes_chat ON support_notes (chat_id, created_at, id);
      CREATE INDEX support_notes_author ON support_notes (author_id);

      CREATE TABLE support_note_mentions (
        note_id uuid NOT NULL REFERENCES support_notes ON DELETE CASCADE,
        staff_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        chat_id uuid NOT NULL REFERENCES support_chats ON DELETE CASCADE,
        position smallint NOT NULL,
        seen_at timestamptz,
        email_due_at timestamptz,
        email_attempts smallint NOT NULL DEFAULT 0,
        PRIMARY KEY (note_id, staff_id)
      );
      CREATE INDEX support_note_mentions_staff ON support_note_mentions (staff_id);
      CREATE INDEX support_note_mentions_chat ON support_note_mentions (chat_id);
      CREATE INDEX support_note_mentions_unseen ON support_note_mentions (staff_id, chat_id) WHERE seen_at IS NULL;
      CREATE INDEX support_note_mentions_due ON support_note_mentions (email_due_at)
        WHERE email_due_at IS NOT NULL AND seen_at IS NULL;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE support_note_mentions, support_notes')
  }
}
