import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Since when chats are handed out: what waited before then is left to people. */
export class RouteFromThenOn1763802320000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE routing_settings ADD COLUMN since timestamptz NOT NULL DEFAULT now()')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE routing_settings DROP COLUMN since')
  }
}
