/** How much more there is to do the second time. What takes linear time takes 8 times as long then, quadratic time 64. */
const FACTOR = 8
const LIMIT = 24

/**
 * Whether a function's time grows with the length of its input and no faster. Only processor time counts, the best of
 * several runs, and one good measurement is enough: a busy machine makes things slower, never quicker.
 * @param size large enough for a run to take some milliseconds
 */
export function isLinear<Input>(run: (input: Input) => unknown, make: (size: number) => Input, size: number): boolean {
  const [small, large] = [make(size), make(size * FACTOR)]
  let [best, bestLarge] = [Infinity, Infinity]
  for (let round = 0; round < 8; round++) {
    best = Math.min(best, processorTime(run, small), processorTime(run, small))
    bestLarge = Math.min(bestLarge, processorTime(run, large))
    if (bestLarge < best * LIMIT) return true
  }
  return false
}

/** In microseconds. What is too quick to be measured counts as one tenth of a millisecond. */
function processorTime<Input>(run: (input: Input) => unknown, input: Input): number {
  const before = process.cpuUsage()
  run(input)
  const { user, system } = process.cpuUsage(before)
  return Math.max(100, user + system)
}
