import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What was published in transactions that another application ends, until they have committed and it was told. */
export class KeepJoinedEvents1763801800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE joined_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        payload json NOT NULL
      )
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE joined_events')
  }
}
