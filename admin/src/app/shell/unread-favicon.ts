const SIGN = `<rect width="32" height="32" rx="8" fill="#4f46e5"/><path d="M9 10.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-6.5L12 25v-3.5H9A1.5 1.5 0 0 1 7.5 20v-8A1.5 1.5 0 0 1 9 10.5z" fill="#fff"/>`

/** The favicon as a data URL, with the number on it; `9+` above nine, nothing at zero. */
export function unreadFavicon(count: number): string {
  const words = count > 9 ? '9+' : String(count)
  const mark = `<circle cx="23" cy="9" r="9" fill="#dc2626"/><text x="23" y="13.5" font-family="sans-serif" font-size="${count > 9 ? 11 : 13}" font-weight="700" text-anchor="middle" fill="#fff">${words}</text>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${SIGN}${count > 0 ? mark : ''}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Replaces the favicon of the page. */
export function showUnreadFavicon(count: number): void {
  document.querySelector<HTMLLinkElement>('link[rel=icon]')?.setAttribute('href', unreadFavicon(count))
}
