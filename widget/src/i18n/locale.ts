import type { SupportChat } from '../element/support-chat.js'

/** The locale that goes with what is said: English words with dates of another language would be neither. */
export const localeOf = ({ language, translation, strings }: SupportChat): string =>
  translation || /^en\b/.test(language) || Object.keys(strings ?? {}).length > 0 ? language : 'en'
