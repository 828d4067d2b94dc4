import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What the list's filter for unread chats walks along, and what counts them. Each chat is in one of the four. */
export class IndexUnreadChats1763800000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const { name, predicate } of INDEXES) {
      await queryRunner.query(`
        CREATE INDEX ${name} ON support_chats (coalesce(last_message_at, '-infinity') DESC, id DESC) WHERE ${predicate}
      `)
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${INDEXES.map(({ name }) => name).join(', ')}`)
  }
}

const UNREAD = 'last_user_sequence > admin_viewed_sequence'
const READ = 'last_user_sequence <= admin_viewed_sequence'

const INDEXES = [
  { name: 'support_chats_active_unread', predicate: `archived_at IS NULL AND ${UNREAD}` },
  { name: 'support_chats_active_read', predicate: `archived_at IS NULL AND ${READ}` },
  { name: 'support_chats_archived_unread', predicate: `archived_at IS NOT NULL AND ${UNREAD}` },
  { name: 'support_chats_archived_read', predicate: `archived_at IS NOT NULL AND ${READ}` },
]
