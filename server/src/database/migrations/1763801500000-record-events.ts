import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What has happened, for the feed and for webhooks. An event refers to what it is about instead of copying it, so that it
 * holds no personal data; without foreign keys, since it outlives what it refers to.
 *
 * The second index holds only what has no position yet, which is next to nothing at any time.
 */
export class RecordEvents1763801500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE events (
        id uuid PRIMARY KEY,
        type text NOT NULL,
        occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        position bigint,
        chat_id uuid,
        user_id uuid,
        message_id uuid,
        details jsonb
      );
      CREATE UNIQUE INDEX events_position ON events (position) WHERE position IS NOT NULL;
      CREATE INDEX events_pending ON events (occurred_at, id) WHERE position IS NULL;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE events')
  }
}
