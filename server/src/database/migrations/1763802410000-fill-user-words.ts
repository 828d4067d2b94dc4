import type { MigrationInterface, QueryRunner } from 'typeorm'

/** So many users are written in one transaction: some tenths of a second in which what changes them waits. */
const BATCH = 1_000

/**
 * Makes the words of the users there are, some thousands a second, a batch after the other: nothing but users of one
 * batch waits. Where it is interrupted, the next start goes on; until it has ended, searches make what is missing.
 */
export class FillUserWords1763802410000 implements MigrationInterface {
  readonly transaction = false

  async up(queryRunner: QueryRunner): Promise<void> {
    let last: string | null = '00000000-0000-0000-0000-000000000000'
    while (last) {
      const [batch] = (await queryRunner.query(
        `WITH batch AS MATERIALIZED (SELECT id FROM users WHERE id > $1 ORDER BY id LIMIT ${BATCH}),
         filled AS (
           UPDATE users SET words = support_chat_words(email || ' ' || coalesce(name, ''))
           FROM batch WHERE users.id = batch.id AND words IS NULL
         )
         SELECT max(id::text) AS last FROM batch`,
        [last],
      )) as [{ last: string | null }]
      last = batch.last
    }
  }

  /** The column goes with the migration before. */
  async down(): Promise<void> {
    // Nothing to undo.
  }
}
