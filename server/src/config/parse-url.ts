/** Null where it is none. In Node.js 20, `URL.canParse` comes to refuse letters beyond ASCII once it has been asked often. */
export function parseUrl(value: string): URL | null {
  try {
    return new URL(value)
  } catch {
    return null
  }
}
