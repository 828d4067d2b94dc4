/** The console speaks English; times and dates follow the reader's own English where they have one. */
export const LOCALE = navigator.language.startsWith('en') ? navigator.language : 'en-GB'
