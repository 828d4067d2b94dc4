/** Languages that are read from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The direction a locale is read in; undefined leaves it to the page. */
export function directionOf(locale: string | undefined): 'rtl' | 'ltr' | undefined {
  const language = locale?.toLowerCase().split(/[-_]/)[0]
  return language ? (RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr') : undefined
}
