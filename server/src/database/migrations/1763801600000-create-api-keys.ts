import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * API keys. What a key sends and changes is done by an account of its own, which outlives it under its name. Users are
 * found by the beginning of their id as well: building that index takes some seconds for each million of them, and who
 * signs in for the first time meanwhile waits.
 */
export class CreateApiKeys1763801600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN is_service boolean NOT NULL DEFAULT false;
      CREATE INDEX users_external_id_prefix ON users (external_id text_pattern_ops) WHERE role = 'user';
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        key_hash text NOT NULL UNIQUE,
        prefix text NOT NULL,
        scopes text[] NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        created_by uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX api_keys_created_by ON api_keys (created_by);
    `)
  }

  /** The accounts of keys are deleted; their messages stay, under the name. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE api_keys;
      DELETE FROM users WHERE is_service;
      DROP INDEX users_external_id_prefix;
      ALTER TABLE users DROP COLUMN is_service;
    `)
  }
}
