import later from './en-later.json'
import { addEnglish, type CountKey, counted as countedNow, type Parameters, t as tNow, type TextKey } from './words.js'

// The texts that no first screen needs. In English they come with the code that imports this file, and which takes `t` and
// `counted` from here: those of `words.ts` take no key of theirs.
addEnglish(later)

/** Path of a text here or in `words.ts`. */
export type LaterTextKey = TextKey | TextKey<typeof later>

/** As in `words.ts`. */
export const t = tNow as (key: LaterTextKey, parameters?: Parameters) => string
/** As in `words.ts`. */
export const counted = countedNow as (
  key: CountKey | CountKey<typeof later>,
  count: number,
  parameters?: Parameters,
) => string
