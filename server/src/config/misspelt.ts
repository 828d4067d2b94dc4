/** Names of this length or more may have two typing errors, shorter ones one. The shortest (PORT, HOST) are not compared. */
const LONG_NAME = 10
const SHORTEST_NAME = 8

/**
 * One sentence about each unknown variable whose name is nearly that of a known one. Where the known one is set too, the
 * unknown one is taken to be another program's.
 */
export function misspeltVariables(given: Record<string, string | undefined>, known: readonly string[]): string[] {
  const unset = known.filter((name) => given[name] === undefined && name.length >= SHORTEST_NAME)
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, unset)
      return meant === null ? [] : [`${name} is not a variable of this server: did you mean ${meant}?`]
    })
}

function nearest(name: string, known: readonly string[]): string | null {
  const written = name.toUpperCase().replaceAll('-', '_')
  const near = known
    .map((candidate) => ({ candidate, slips: slipsBetween(written, candidate) }))
    .filter(({ candidate, slips }) => slips <= (candidate.length >= LONG_NAME ? 2 : 1))
    .sort((one, other) => one.slips - other.slips)
  return near[0]?.candidate ?? null
}

/** Letters left out, added, changed, or swapped with their neighbour (optimal string alignment); 3 for more than two. */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let slips = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (swapped) slips = Math.min(slips, at(beforeLast, column - 2) + 1)
      current.push(slips)
    }
    beforeLast = last
    last = current
  }
  return at(last, other.length)
}

const at = (row: number[], column: number): number => row[column] ?? Infinity
