import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The key of links in e-mails, which outlives the secrets of staff. */
export class KeepLinkKey1763802710000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE TABLE link_key (id boolean PRIMARY KEY DEFAULT true CHECK (id), key bytea NOT NULL)',
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE link_key')
  }
}
