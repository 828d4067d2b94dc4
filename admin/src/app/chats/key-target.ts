/**
 * The place in a list that a key leads to from another; null for keys that lead nowhere. It may lie beyond the ends.
 * @param page how many places are in sight, less one
 */
export function keyTarget(key: string, place: number, page: number, last: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return place + 1
    case 'ArrowUp':
      return place - 1
    case 'PageDown':
      return place + page
    case 'PageUp':
      return place - page
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
