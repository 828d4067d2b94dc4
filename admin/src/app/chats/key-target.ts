/**
 * The index that a key leads to from another one; null for other keys. It may lie beyond the ends.
 * @param page how many cards a page key moves by
 */
export function keyTarget(key: string, index: number, page: number, last: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1
    case 'ArrowUp':
      return index - 1
    case 'PageDown':
      return index + page
    case 'PageUp':
      return index - page
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
