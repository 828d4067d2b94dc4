import { truncate as cut } from '@support-chat/shared'

/** The first characters of a text, at most so many; a character that several code points make is never cut in two. */
export const truncate = (text: string, characters: number): string =>
  cut(text, Array.from(text).slice(0, characters).join('').length)
