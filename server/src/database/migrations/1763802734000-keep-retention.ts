import type { MigrationInterface, QueryRunner } from 'typeorm'

/** For how long archived chats are kept, and on which day the last ones were erased. */
export class KeepRetention1763802734000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE retention_settings (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        archived_days integer CHECK (archived_days > 0),
        ran_on date
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE retention_settings')
  }
}
