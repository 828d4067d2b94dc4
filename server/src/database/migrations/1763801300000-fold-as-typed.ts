import type { MigrationInterface, QueryRunner } from 'typeorm'
import { FoldCaseAndAccents1763800700000 } from './1763800700000-fold-case-and-accents.js'

/**
 * Finds what is written in other forms of the same letters (`ＡＢＣ`, `ﬁ`, `ｶﾀｶﾅ`, `½`), with invisible characters in it,
 * or with an apostrophe: `O'Brien` is found by `obrien`, and by `brien` as before.
 *
 * Messages of ASCII without an apostrophe, which are most, keep their words. All others are looked at, some ten thousand
 * a second, and those whose words change are written anew; what is sent meanwhile waits, reading goes on. Searches of the
 * previous version go on finding what they found.
 */
export class FoldAsTyped1763801300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const [{ schema }] = (await queryRunner.query('SELECT quote_ident(current_schema) AS schema')) as [
      { schema: string },
    ]
    await queryRunner.query(makeFold())
    await queryRunner.query(makeWords(schema))
    await queryRunner.query(MAKE_WORDS_ANEW)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION support_chat_fold(text)')
    await new FoldCaseAndAccents1763800700000().up(queryRunner)
  }
}

const APOSTROPHES = "''’‘‛`"

const MAKE_WORDS_ANEW = `
  LOCK TABLE support_messages IN SHARE ROW EXCLUSIVE MODE;
  UPDATE support_messages SET content = content
  WHERE (octet_length(content) <> length(content) OR content ~ '[''\`]') AND words <> support_chat_words(content);
  REINDEX INDEX users_words`

/** Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel signs. Other languages' marks are letters to them. */
const MARKS = String.raw`\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670`

/** What Unicode has as ignored where it is not known, the stroke that lengthens Arabic words, apostrophes that are letters. */
const UNSEEN = [
  String.raw`\u00AD\u034F\u061C\u0640\u02BB\u02BC\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E`,
  String.raw`\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A`,
  String.raw`\U000E0000-\U000E0FFF`,
].join('')

/** Signs that are no words, though Unicode has letters for them, such as № and ™. */
const SIGNS = '\u2100\u2101\u2105\u2106\u2116\u2120\u2121\u2122\u213B'

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
    const from = letters.filter((letter) => plain(letter) !== letter && letter.normalize('NFKD') === letter)
    return `
    IF folded ~ '[${from.join('')}]' THEN folded := translate(folded, '${from.join('')}', '${from.map(plain).join('')}'); END IF;`
  })
}

function plain(letter: string): string {
  const lower = letter.toLowerCase()
  return PLAIN[lower] ?? lower
}

const makeFold = () => `
  CREATE OR REPLACE FUNCTION support_chat_fold(content text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
  DECLARE
    folded text := content;
  BEGIN
    IF octet_length(content) = length(content) THEN RETURN lower(content COLLATE "C"); END IF;
    folded := regexp_replace(content, ${String.raw`'([0-9])([\u00BC-\u00BE\u2150-\u215F\u2189])', '\1 \2'`}, 'g');
    folded := normalize(translate(folded, '${SIGNS}´', '${' '.repeat(SIGNS.length)}'''), NFKD);
    folded := lower(normalize(regexp_replace(folded, '[${MARKS}${UNSEEN}]+', '', 'g'), NFC) COLLATE "C");${translations().join('')}
    RETURN ${Object.entries(SPELLED_OUT).reduce((text, [from, to]) => `replace(${text}, '${from}', '${to}')`, 'folded')};
  END
  $$`

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

/** What `translate` takes to put a space in the place of each. */
const ASCII_PUNCTUATION = String.raw`'!"#$%&''()*+,-./:;<=>?@[\]^_{|}~' || chr(96), repeat(' ', 32)`

/** A folded text with spaces between what are words of their own. */
const spaced = (folded: string) => `
  translate(
    CASE WHEN octet_length(${folded}) = length(${folded}) THEN ${folded} ELSE regexp_replace(
      regexp_replace(${folded}, '[${PUNCTUATION}]+', ' ', 'g'),
      '([${SPACELESS}])', ${String.raw`' \1 '`}, 'g'
    ) END,
    ${ASCII_PUNCTUATION}
  )`

/**
 * Words with an apostrophe are in the index in one and in pieces: `l'été` is found by `lete` and by `ete`. The function is
 * named with its schema: while PostgreSQL makes an index or restores a dump it looks for functions nowhere else.
 */
const makeWords = (schema: string) => `
  CREATE OR REPLACE FUNCTION support_chat_words(content text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
  DECLARE
    folded text := ${schema}.support_chat_fold(content);
    joined text := translate(folded, '${APOSTROPHES}', '');
    words tsvector := to_tsvector('simple'::regconfig, ${spaced('joined')});
  BEGIN
    IF joined = folded THEN RETURN words; END IF;
    RETURN words || strip(to_tsvector('simple'::regconfig, ${spaced('folded')}));
  END
  $$`
