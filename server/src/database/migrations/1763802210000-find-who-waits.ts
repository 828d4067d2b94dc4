import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Since when the users wait who wrote last: the first message after staff's last one. For each of their chats, the messages
 * since that answer are read along an index. Who writes in one of these chats meanwhile waits.
 */
export class FindWhoWaits1763802210000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE support_chats SET waiting_since = coalesce((
        SELECT created_at FROM support_messages
        WHERE chat_id = support_chats.id AND sequence > coalesce((
          SELECT sequence FROM support_messages
          WHERE chat_id = support_chats.id AND sender_type = 'admin' ORDER BY sequence DESC LIMIT 1
        ), 0) ORDER BY sequence LIMIT 1
      ), last_message_at)
      WHERE last_sequence > 0 AND last_user_sequence = last_sequence
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('UPDATE support_chats SET waiting_since = NULL WHERE waiting_since IS NOT NULL')
  }
}
