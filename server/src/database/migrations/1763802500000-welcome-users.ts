import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What users see of the team, and the team of them: the widget's settings, pictures of staff, and what tokens and pages
 * tell of a user.
 */
export class WelcomeUsers1763802500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE widget_settings (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        team_name text NOT NULL,
        greeting text NOT NULL,
        topics text[] NOT NULL,
        hours jsonb NOT NULL
      );
      CREATE TABLE staff_avatars (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE,
        image bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE users ADD COLUMN avatar_id uuid, ADD COLUMN attributes jsonb, ADD COLUMN context jsonb;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users DROP COLUMN avatar_id, DROP COLUMN attributes, DROP COLUMN context;
      DROP TABLE staff_avatars, widget_settings;
    `)
  }
}
