import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What staff and API keys did, and who tried to sign in. A line refers to accounts and targets by their ids alone, without
 * foreign keys, since it outlives them: there is nothing in it to rewrite when somebody is erased.
 *
 * Nobody changes or deletes a line, the application included.
 */
export class CreateAuditLog1763801900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE audit_entries (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_id uuid,
        action text NOT NULL,
        target_id uuid,
        address text,
        details jsonb NOT NULL
      );
      CREATE INDEX audit_entries_at ON audit_entries (at, id);
      CREATE INDEX audit_entries_actor ON audit_entries (actor_id, at, id);
      CREATE INDEX audit_entries_action ON audit_entries (action, at, id);

      CREATE FUNCTION support_chat_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
      END
      $$;
      CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
        FOR EACH STATEMENT EXECUTE FUNCTION support_chat_refuse_change();
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE audit_entries; DROP FUNCTION support_chat_refuse_change()')
  }
}
