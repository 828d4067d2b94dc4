import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the views of the console walk along, page by page, and what counts them. Each has an index of its own, which holds
 * nothing else, so that none costs more for the chats that are in no view. An active chat is in six of them at most.
 *
 * The strongest lock comes first: one that grew could deadlock with a send. Building takes about a second for each 100,000
 * chats, and who sends or reads meanwhile waits.
 */
export class IndexViews1763802310000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('LOCK TABLE support_chats IN ACCESS EXCLUSIVE MODE')
    await queryRunner.query(`DROP INDEX ${BEFORE.map(({ name }) => name).join(', ')}`)
    for (const index of INDEXES) await queryRunner.query(create(index))
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${INDEXES.map(({ name }) => name).join(', ')}`)
    for (const index of BEFORE) await queryRunner.query(create(index))
  }
}

interface Index {
  name: string
  on: string
  where: string
}

const create = ({ name, on, where }: Index) => `CREATE INDEX ${name} ON support_chats ${on} WHERE ${where}`

/** Newest first; a chat whose snooze has ended stands where that time puts it. */
const BY_PLACE = `(coalesce(greatest(last_message_at, woke_at), '-infinity') DESC, id DESC)`
const BY_MESSAGE = `(coalesce(last_message_at, '-infinity') DESC, id DESC)`
const LONGEST_WAITING = '(waiting_since, id)'

const UNREAD = 'last_user_sequence > admin_viewed_sequence'
const READ = 'last_user_sequence <= admin_viewed_sequence'
const ACTIVE = 'archived_at IS NULL AND snoozed_until IS NULL'

const INDEXES: Index[] = [
  // With those that are put off: a search walks along it, too.
  { name: 'support_chats_active', on: BY_PLACE, where: 'archived_at IS NULL' },
  { name: 'support_chats_archived', on: BY_PLACE, where: 'archived_at IS NOT NULL' },
  { name: 'support_chats_active_unread', on: BY_PLACE, where: `${ACTIVE} AND ${UNREAD}` },
  { name: 'support_chats_active_read', on: BY_PLACE, where: `${ACTIVE} AND ${READ}` },
  { name: 'support_chats_archived_unread', on: BY_PLACE, where: `archived_at IS NOT NULL AND ${UNREAD}` },
  { name: 'support_chats_archived_read', on: BY_PLACE, where: `archived_at IS NOT NULL AND ${READ}` },
  { name: 'support_chats_needs_reply', on: BY_PLACE, where: `${ACTIVE} AND waiting_since IS NOT NULL` },
  {
    name: 'support_chats_unassigned',
    on: BY_PLACE,
    where: `${ACTIVE} AND last_message_at IS NOT NULL AND assignee_id IS NULL`,
  },
  { name: 'support_chats_waiting', on: LONGEST_WAITING, where: `${ACTIVE} AND waiting_since IS NOT NULL` },
  {
    name: 'support_chats_archived_waiting',
    on: LONGEST_WAITING,
    where: 'archived_at IS NOT NULL AND waiting_since IS NOT NULL',
  },
  { name: 'support_chats_snoozed', on: BY_PLACE, where: 'snoozed_until IS NOT NULL' },
  { name: 'support_chats_snoozed_until', on: '(snoozed_until)', where: 'snoozed_until IS NOT NULL' },
  { name: 'support_chats_routed', on: '(routed_at)', where: 'routed_at IS NOT NULL' },
  { name: 'support_chats_tags', on: 'USING gin (tags)', where: `tags <> '{}'` },
]

/** Those of before. */
const BEFORE: Index[] = [
  { name: 'support_chats_active', on: BY_MESSAGE, where: 'archived_at IS NULL' },
  { name: 'support_chats_archived', on: BY_MESSAGE, where: 'archived_at IS NOT NULL' },
  { name: 'support_chats_active_unread', on: BY_MESSAGE, where: `archived_at IS NULL AND ${UNREAD}` },
  { name: 'support_chats_active_read', on: BY_MESSAGE, where: `archived_at IS NULL AND ${READ}` },
  { name: 'support_chats_archived_unread', on: BY_MESSAGE, where: `archived_at IS NOT NULL AND ${UNREAD}` },
  { name: 'support_chats_archived_read', on: BY_MESSAGE, where: `archived_at IS NOT NULL AND ${READ}` },
]
