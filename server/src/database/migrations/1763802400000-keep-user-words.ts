import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Keeps the words of each user's address and name, as those of messages are: a search that walks along the list asks them of
 * hundreds of chats, and to take a name apart costs a tenth of a millisecond where it is not ASCII.
 *
 * Only adds, in an instant: the next migration fills the column. The previous version's writes fill it as well, and its
 * searches go on without. A migration that changes `support_chat_words` has to make them anew, as those of messages.
 */
export class KeepUserWords1763802400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const [{ schema }] = (await queryRunner.query('SELECT quote_ident(current_schema) AS schema')) as [
      { schema: string },
    ]
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN words tsvector;
      CREATE FUNCTION support_chat_keep_user_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.words := ${schema}.support_chat_words(NEW.email || ' ' || coalesce(NEW.name, ''));
        RETURN NEW;
      END $$;
      CREATE TRIGGER support_chat_add_user_words BEFORE INSERT ON users
        FOR EACH ROW EXECUTE FUNCTION support_chat_keep_user_words();
      CREATE TRIGGER support_chat_change_user_words BEFORE UPDATE OF email, name ON users
        FOR EACH ROW WHEN (OLD.email <> NEW.email OR OLD.name IS DISTINCT FROM NEW.name)
        EXECUTE FUNCTION support_chat_keep_user_words();
    `)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER support_chat_add_user_words ON users;
      DROP TRIGGER support_chat_change_user_words ON users;
      DROP FUNCTION support_chat_keep_user_words();
      ALTER TABLE users DROP COLUMN words;
    `)
  }
}
