/** A random secret of 32 bytes has more different characters than this, even as hexadecimal. */
const FEWEST_CHARACTERS = 8
/** Repetitions of a word up to this length count as the word alone. */
const LONGEST_REPEATED = 12
const PLACEHOLDER = /change.?(?:me|this)|your.?secret|replace.?(?:me|this|with)|placeholder|example/i

/** Whether a secret, however long, can be guessed: because it repeats a few letters, or is the text of an example. */
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
