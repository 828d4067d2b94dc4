import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Staff sessions end: after 14 days without use, and after 90 in all. Those under way began when their id was made, a
 * UUID v7, which begins with the time in milliseconds. The default is for the version before, while it still serves.
 */
export class EndStaffSessions1763801100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE staff_sessions ADD COLUMN began_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN successor_salt text;
      UPDATE staff_sessions SET began_at = CASE
        WHEN substr(family_id::text, 15, 1) = '7' THEN
          to_timestamp(('x' || lpad(replace(left(family_id::text, 13), '-', ''), 16, '0'))::bit(64)::bigint / 1000.0)
        ELSE created_at END;
      UPDATE staff_sessions
        SET expires_at = least(expires_at, created_at + interval '14 days', began_at + interval '90 days');
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE staff_sessions DROP COLUMN began_at, DROP COLUMN successor_salt')
  }
}
