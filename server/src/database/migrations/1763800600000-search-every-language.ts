import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Makes each character of a language that writes without spaces a word of its own, so that any part of a Chinese,
 * Japanese, Korean or Thai text is found as a phrase; and splits at punctuation that is not ASCII.
 *
 * The words of a message are stored: to split the text again for each one that may hold a phrase would be slow. For that
 * the messages are written anew, some ten thousand a second, and wait for it. The function keeps its name for the
 * previous version.
 */
export class SearchEveryLanguage1763800600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SPLIT_WORDS)
    await queryRunner.query(`
      DROP INDEX support_messages_words, users_words;
      ALTER TABLE support_messages ADD COLUMN words tsvector GENERATED ALWAYS AS (support_chat_words(content)) STORED;
      CREATE INDEX support_messages_words ON support_messages USING gin (words);
      CREATE INDEX users_words ON users USING gin (${USER_WORDS})`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION support_chat_words(content text) RETURNS tsvector
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT to_tsvector('simple'::regconfig, translate(content, ${ASCII_PUNCTUATION}))
      $$`)
    await queryRunner.query(`
      DROP INDEX users_words;
      ALTER TABLE support_messages DROP COLUMN words;
      CREATE INDEX support_messages_words ON support_messages USING gin (support_chat_words(content));
      CREATE INDEX users_words ON users USING gin (${USER_WORDS})`)
  }
}

const USER_WORDS = `support_chat_words(email || ' ' || coalesce(name, ''))`

/** What `translate` takes to put a space in the place of each. */
const ASCII_PUNCTUATION = String.raw`'!"#$%&''()*+,-./:;<=>?@[\]^_{|}~' || chr(96), repeat(' ', 32)`

/** Latin, Greek, Hebrew, Arabic, Indic, general, symbols, East Asian, emoji. In numbers: a locale may know no classes. */
const PUNCTUATION = [
  String.raw`\u0080-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u037E\u0387`,
  String.raw`\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061E\u061F\u066A-\u066D\u06D4\u0964\u0965`,
  String.raw`\u2000-\u206F\u20A0-\u20CF\u2190-\u245F\u2500-\u2775\u2794-\u2BFF\u2E00-\u2E2E\u2E30-\u2E7F`,
  String.raw`\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30A0\u30FB\uFE00-\uFE1F\uFE30-\uFE6F`,
  String.raw`\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFD\U0001F000-\U0001F0FF\U0001F10D-\U0001FAFF`,
].join('')

/** Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean. */
const SPACELESS = [
  String.raw`\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029`,
  String.raw`\u3031-\u303C\u3041-\u30FF\u3105-\u318F\u31A0-\u31BF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF`,
  String.raw`\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFFDC\U0001B000-\U0001B16F\U00020000-\U0003FFFF`,
].join('')

/** A text with spaces between what are words of their own, whatever is done with `content` first. */
export const spaced = (content: string) => `
  translate(
    CASE WHEN octet_length(content) = length(content) THEN content ELSE regexp_replace(
      regexp_replace(${content}, '[${PUNCTUATION}]+', ' ', 'g'),
      '([${SPACELESS}])', ${String.raw`' \1 '`}, 'g'
    ) END,
    ${ASCII_PUNCTUATION}
  )`

export const SPLIT_WORDS = `
  CREATE OR REPLACE FUNCTION support_chat_words(content text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple'::regconfig, ${spaced('content')})
  $$`
