import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who serves this database at the moment. Of no use after a crash, so that it need not survive one. */
export class KnowProcesses1763801250000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE UNLOGGED TABLE server_processes (
        id uuid PRIMARY KEY,
        seen_at timestamptz NOT NULL
      )
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE server_processes')
  }
}
