/** Accents, Hebrew points and Arabic vowel signs. The marks of other languages are letters to them. */
const MARKS = /[\u0300-\u036F\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670]+/g

/** Letters that to Unicode are no letter with an accent, but are typed as one, or as two. */
const SPECIAL = /[ßæœþøđðħıłς]/g
const PLAIN: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ς: 'σ' },
}

/** A text as searches compare it: without case and accents, whatever the language. `support_chat_fold` says it in SQL. */
export function fold(text: string): string {
  const bare = text.normalize('NFD').replace(MARKS, '').normalize()
  return bare.toLowerCase().replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
}
