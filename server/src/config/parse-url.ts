/** @returns null where it is not a URL. `URL.canParse` of Node.js 20 is no choice: optimised, it refuses letters beyond ASCII. */
export function parseUrl(value: string): URL | null {
  try {
    return new URL(value)
  } catch {
    return null
  }
}
