import { perLocale } from './locale.js'

const lists = perLocale((tag) => new Intl.ListFormat(tag))

/** `Ann, Bea and Cid` */
export const formatList = (words: readonly string[]): string => lists().format(words)
