/** Anything that leaves a mark on the screen: not white space, and none of what scripts and editors use invisibly. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u

const SURROGATE_PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g

/** The text of a message as it is stored: trimmed, and empty where there is nothing in it to see. */
export function trimContent(text: string): string {
  return VISIBLE.test(text) ? text.trim() : ''
}

/** Characters of a text as Unicode counts them: an emoji outside the basic plane is one, where `String.length` says two. */
export function countCharacters(text: string): number {
  return text.replace(SURROGATE_PAIRS, '_').length
}
