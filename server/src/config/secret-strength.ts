/** Fewer different characters than any random secret of 32 bytes has, be it hexadecimal. */
const FEWEST_CHARACTERS = 8
/** A word of this length written again and again is no longer than itself. */
const LONGEST_REPEATED = 12
const PLACEHOLDER = /change.?(?:me|this)|your.?secret|replace.?(?:me|this|with)|placeholder|example/i

/** Whether a secret that is long enough can be guessed all the same: one letter again and again, or a sample's text. */
export function isGuessable(secret: string): boolean {
  return new Set(secret).size < FEWEST_CHARACTERS || isRepetition(secret) || PLACEHOLDER.test(secret)
}

function isRepetition(secret: string): boolean {
  for (let length = 1; length <= LONGEST_REPEATED && length < secret.length; length++) {
    const word = secret.slice(0, length)
    if (word.repeat(Math.ceil(secret.length / length)).startsWith(secret)) return true
  }
  return false
}
