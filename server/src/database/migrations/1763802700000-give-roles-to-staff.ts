import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What members of staff may do. Until now all of them could do everything: of those, the oldest active one owns the rest. */
export class GiveRolesToStaff1763802700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN staff_role text
        CONSTRAINT users_staff_role CHECK (staff_role IN ('viewer', 'agent', 'admin', 'owner'));
      UPDATE users SET staff_role = CASE WHEN id = (
        SELECT id FROM users WHERE role = 'admin' AND NOT is_service
        ORDER BY deactivated_at IS NOT NULL, password_hash IS NULL, id LIMIT 1
      ) THEN 'owner' ELSE 'admin' END
      WHERE role = 'admin' AND NOT is_service;
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users DROP COLUMN staff_role')
  }
}
