const SIGN = `<rect width="32" height="32" rx="8" fill="#4f46e5"/><path d="M9 10.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-6.5L12 25v-3.5H9A1.5 1.5 0 0 1 7.5 20v-8A1.5 1.5 0 0 1 9 10.5z" fill="#fff"/>`
const RED = '#dc2626'

/**
 * The favicon as a data URL. Like the dots of the list: how many chats are unread stands in a filled circle; where none is,
 * how many need a reply all the same, in a hollow one. `9+` above nine.
 */
export function favicon(unread: number, needsReply: number): string {
  const mark = unread > 0 ? filled(words(unread)) : needsReply > 0 ? hollow(words(needsReply)) : ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${SIGN}${mark}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Replaces the favicon of the page. */
export function showFavicon(unread: number, needsReply: number): void {
  document.querySelector<HTMLLinkElement>('link[rel=icon]')?.setAttribute('href', favicon(unread, needsReply))
}

const words = (count: number) => (count > 9 ? '9+' : String(count))

const filled = (words: string) => `<circle cx="23" cy="9" r="9" fill="${RED}"/>${text(words, '#fff')}`

/** Its number is set apart, so that whoever reads the unread chats off the icon does not take these for them. */
const hollow = (words: string) =>
  `<circle cx="23" cy="9" r="8" fill="#fff" stroke="${RED}" stroke-width="2"/>${text(` ${words} `, RED)}`

const text = (words: string, color: string) =>
  `<text x="23" y="13.5" font-family="sans-serif" font-size="${words.trim().length > 1 ? 11 : 13}" font-weight="700" text-anchor="middle" fill="${color}">${words}</text>`
