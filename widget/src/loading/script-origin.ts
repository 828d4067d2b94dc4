/** Origin of the server that this script came from, so that a page need not name it. */
export function scriptOrigin(): string {
  return new URL(import.meta.url).origin
}
