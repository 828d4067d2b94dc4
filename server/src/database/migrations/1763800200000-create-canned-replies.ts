import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Replies kept for reuse. Three examples to begin with, which staff change or delete. */
export class CreateCannedReplies1763800200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE canned_replies (
        id uuid PRIMARY KEY,
        shortcut text NOT NULL CONSTRAINT canned_replies_shortcut UNIQUE,
        content text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      INSERT INTO canned_replies (id, shortcut, content) VALUES
        ('01938a00-0000-7000-8000-000000000001', 'hello', 'Hello {{user.name}}, thank you for writing. How can I help?'),
        ('01938a00-0000-7000-8000-000000000002', 'moment', 'Thank you. I am looking into this and will be back shortly.'),
        ('01938a00-0000-7000-8000-000000000003', 'bye', 'You are welcome. Just write here if anything else comes up. {{staff.name}}');
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE canned_replies')
  }
}
