import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Single sign-on of staff, and the operator's own way in. */
export class SignInByOidc1763802733000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN oidc_issuer text, ADD COLUMN oidc_subject text;
      CREATE UNIQUE INDEX users_oidc_identity ON users (oidc_issuer, oidc_subject) WHERE oidc_subject IS NOT NULL;
      CREATE TABLE oidc_sessions (
        session_id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        provider_sid text,
        cookie_hash text UNIQUE,
        cookie_expires_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX oidc_sessions_user_id ON oidc_sessions (user_id);
      CREATE INDEX oidc_sessions_provider_sid ON oidc_sessions (provider_sid);
      CREATE TABLE oidc_used (
        hash text PRIMARY KEY,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX oidc_used_expires_at ON oidc_used (expires_at);
      CREATE TABLE staff_break_glass_links (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE staff_break_glass_links;
      DROP TABLE oidc_used;
      DROP TABLE oidc_sessions;
      ALTER TABLE users DROP COLUMN oidc_issuer, DROP COLUMN oidc_subject;
    `)
  }
}
