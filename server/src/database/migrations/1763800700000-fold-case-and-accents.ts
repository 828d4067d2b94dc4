import type { MigrationInterface, QueryRunner } from 'typeorm'
import { spaced, SPLIT_WORDS } from './1763800600000-search-every-language.js'

/**
 * Folds case and accents by itself, so that a search finds the same whatever locale the database was made with: under
 * `C` PostgreSQL knows the case of ASCII alone. No extension and no collation, which not every server has.
 *
 * Every message is looked at, some ten thousand a second, and those whose words change are written anew; what is sent
 * meanwhile waits, reading goes on. While the previous version still serves, its searches miss words with accents.
 */
export class FoldCaseAndAccents1763800700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const [{ schema }] = (await queryRunner.query('SELECT quote_ident(current_schema) AS schema')) as [
      { schema: string },
    ]
    await queryRunner.query(makeFold())
    // With its schema: while PostgreSQL makes an index or restores a dump it looks for functions nowhere else.
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION support_chat_words(content text) RETURNS tsvector
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('simple'::regconfig, lower(${spaced(`${schema}.support_chat_fold(content)`)} COLLATE "C"))
      $$`)
    await queryRunner.query(MAKE_WORDS_ANEW)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SPLIT_WORDS)
    await queryRunner.query(MAKE_WORDS_ANEW)
    await queryRunner.query('DROP FUNCTION support_chat_fold(text)')
  }
}

const MAKE_WORDS_ANEW = `
  LOCK TABLE support_messages IN SHARE ROW EXCLUSIVE MODE;
  UPDATE support_messages SET content = content WHERE words <> support_chat_words(content);
  REINDEX INDEX users_words`

/** Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs. Other languages' marks are letters to them. */
const MARKS = String.raw`\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670`

/** Letters that to Unicode are no letter with an accent, but are typed as one. */
const PLAIN: Record<string, string> = { ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ς: 'σ' }
const SPELLED_OUT = { ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' }

/** Where alphabets begin; the last number is an end. */
const ALPHABETS = [0xc0, 0x250, 0x400, 0x430, 0x530, 0x590, 0x20000]

/** `translate` goes through all its letters for each one of a text: therefore an alphabet at a time, and only where needed. */
function translations(): string[] {
  return ALPHABETS.slice(0, -1).map((start, n) => {
    const letters = Array.from({ length: (ALPHABETS[n + 1] ?? start) - start }, (_, at) =>
      String.fromCodePoint(start + at),
    )
    const from = letters.filter((letter) => plain(letter) !== letter && letter.normalize('NFD') === letter)
    return `
    IF folded ~ '[${from.join('')}]' THEN folded := translate(folded, '${from.join('')}', '${from.map(plain).join('')}'); END IF;`
  })
}

const makeFold = () => `
  CREATE FUNCTION support_chat_fold(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
  DECLARE
    folded text := lower(normalize(regexp_replace(normalize(content, NFD), '[${MARKS}]+', '', 'g'), NFC) COLLATE "C");
  BEGIN${translations().join('')}
    RETURN ${Object.entries(SPELLED_OUT).reduce((text, [from, to]) => `replace(${text}, '${from}', '${to}')`, 'folded')};
  END
  $$`

function plain(letter: string): string {
  const lower = letter.toLowerCase()
  return PLAIN[lower] ?? lower
}
