import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * A send looks for a repeat of itself. In a database whose statistics are young, PostgreSQL could choose the index of senders
 * for that, and read all that a sender has ever written. The unique key begins with the sender now, and so serves in that
 * index's place as well. The other three are read by no statement, and each costs every send.
 */
export class FindRepeatsByOneIndex1763802100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_messages
        DROP CONSTRAINT support_messages_client_id,
        ADD CONSTRAINT support_messages_client_id UNIQUE (sender_id, client_id, chat_id);
      DROP INDEX support_messages_sender_id, support_messages_created_at;
      DROP INDEX support_chats_last_message_at, support_chats_archived_at;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE support_messages
        DROP CONSTRAINT support_messages_client_id,
        ADD CONSTRAINT support_messages_client_id UNIQUE (chat_id, sender_id, client_id);
      CREATE INDEX support_messages_sender_id ON support_messages (sender_id);
      CREATE INDEX support_messages_created_at ON support_messages (chat_id, created_at);
      CREATE INDEX support_chats_last_message_at ON support_chats (last_message_at);
      CREATE INDEX support_chats_archived_at ON support_chats (archived_at) WHERE archived_at IS NOT NULL;
    `)
  }
}
