/** Accents, Hebrew points and Arabic vowel signs. The marks of other languages are letters to them. */
const MARKS = String.raw`\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670`

/** What is invisible or not read: soft hyphens, zero-width spaces and the like, and the stroke that lengthens Arabic words. */
const UNSEEN = String.raw`\p{Default_Ignorable_Code_Point}\u0640\u02BB\u02BC`
const UNSEEN_ONLY = new RegExp(`[${UNSEEN}]+`, 'gu')
const DROPPED = new RegExp(`[${MARKS}${UNSEEN}]+`, 'gu')

/** Letters that to Unicode are no letter with an accent, but are typed as one, or as two. */
const SPECIAL = /[ßæœþøđðħıłς]/g
const PLAIN: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ς: 'σ' },
}

/** `№4711` is no word `No4711`, and `Acme™` no `AcmeTM`. */
const SIGNS = /[\u2100\u2101\u2105\u2106\u2116\u2120-\u2122\u213B]/g
/** `3½` is not `31/2`. */
const MIXED_NUMBERS = /([0-9])([\xBC-\xBE\u2150-\u215F\u2189])/g

/** A text as searches compare it: without case and accents, whatever the language. `support_chat_fold` says it in SQL. */
export function fold(text: string): string {
  const bare = apart(text).normalize('NFKD').replace(DROPPED, '').normalize()
  return bare.toLowerCase().replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
}

/** A text in the letters that are typed, with case and accents: `ＡＢＣ` as ABC, `ﬁ` as fi, `ｶﾞ` as ガ. */
export function toTyped(text: string): string {
  return apart(text).normalize('NFKC').replace(UNSEEN_ONLY, '')
}

function apart(text: string): string {
  return text.replace(MIXED_NUMBERS, '$1 $2').replace(SIGNS, ' ').replaceAll('´', "'")
}
