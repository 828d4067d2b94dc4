import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Links for a new password, and what a member of staff knows each session by. */
export class ResetPasswords1763802720000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE staff_sessions ADD COLUMN device text, ADD COLUMN address text;
      CREATE TABLE staff_password_resets (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE staff_password_resets;
      ALTER TABLE staff_sessions DROP COLUMN device, DROP COLUMN address;
    `)
  }
}
