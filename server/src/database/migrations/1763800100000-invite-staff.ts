import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Staff who are invited have no password yet, and everybody is seen at some time. */
export class InviteStaff1763800100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN last_seen_at timestamptz;
      ALTER TABLE users DROP CONSTRAINT users_check;
      ALTER TABLE users ADD CONSTRAINT users_external_id CHECK (role = 'admin' OR external_id IS NOT NULL);
      CREATE TABLE staff_invitations (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE staff_invitations;
      DELETE FROM users WHERE role = 'admin' AND password_hash IS NULL;
      ALTER TABLE users DROP CONSTRAINT users_external_id;
      ALTER TABLE users ADD CONSTRAINT users_check
        CHECK (CASE role WHEN 'user' THEN external_id IS NOT NULL ELSE password_hash IS NOT NULL END);
      ALTER TABLE users DROP COLUMN last_seen_at;
    `)
  }
}
