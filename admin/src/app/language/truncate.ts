import { beginning as cut } from '@support-chat/shared'

/** The beginning of a text, at most so many characters, none of which is cut in two. */
export const beginning = (text: string, characters: number): string =>
  cut(text, Array.from(text).slice(0, characters).join('').length)
