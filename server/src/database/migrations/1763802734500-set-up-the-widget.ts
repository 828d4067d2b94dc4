import type { MigrationInterface, QueryRunner } from 'typeorm'

/** How the widget looks where pages embed it, and which pages were refused, for whoever sets an installation up. */
export class SetUpTheWidget1763802734500 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE widget_settings
        ADD COLUMN brand jsonb NOT NULL DEFAULT '{"accent": "", "heading": "", "position": "bottom-right"}';
      CREATE TABLE refused_origins (
        origin text PRIMARY KEY,
        refused_at timestamptz NOT NULL
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE refused_origins;
      ALTER TABLE widget_settings DROP COLUMN brand;
    `)
  }
}
