import { fold } from '@support-chat/shared'

/**
 * How well `text` matches what was typed; 0 for no match. Letters may be left out, but their order counts; matches at the
 * beginning of words and consecutive letters score more.
 */
export function fuzzyScore(text: string, typed: string): number {
  const letters = fold(typed).replaceAll(' ', '')
  const folded = fold(text)
  let [score, at] = [1, -1]
  for (const letter of letters) {
    const next = folded.indexOf(letter, at + 1)
    const start = nextWordStart(folded, letter, at + 1)
    if (next === -1) return 0
    const follows = next === at + 1
    // Prefer the beginning of a later word to the middle of this one.
    at = follows || start === -1 ? next : start
    score += follows ? 3 : start === at ? 4 : 1
  }
  return score - folded.length / 1000
}

function nextWordStart(text: string, letter: string, from: number): number {
  for (let at = text.indexOf(letter, from); at !== -1; at = text.indexOf(letter, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return at
  }
  return -1
}
