// How a program of this folder begins and ends, and how it tells `npm run bench` what it has measured.
const [, , ...words] = process.argv

/** What stands behind the program's name, without options. */
export const args = words.filter((word) => !word.startsWith('--'))

/** Whether the last line is to be one of JSON: `{ name, figures }`, see `benchmark`. */
const json = words.includes('--json')

/**
 * @typedef {object} Figure
 * @property {string} label what is measured
 * @property {number} ours
 * @property {number} [floor] what it is compared with, of the same run
 * @property {number} [ratio] ours / floor
 * @property {string} [goal] `≤ 1.5 ×` of the ratio, `≤ 35` of ours; likewise with ≥ and =
 * @property {string} [unit] of ours and floor: `ms`, `KiB`, `messages/s`
 *
 * @typedef {object} Curve how a time grows
 * @property {string} label
 * @property {[size: number, milliseconds: number][]} points
 */

/**
 * Runs a program of this folder to its end. However that comes, by a failure or a signal too, what it has begun is undone,
 * the last first: a child left behind would be measured along with the next program.
 * @param {string} name
 * @param {(atEnd: (undo: () => unknown) => void) => Promise<Figure[] | { figures: Figure[], growth: Curve[] }>} measure
 */
export async function benchmark(name, measure) {
  const undos = []
  try {
    const measured = await Promise.race([measure((undo) => undos.unshift(undo)), signalled()])
    const result = Array.isArray(measured) ? { figures: measured } : measured
    if (json) console.log(JSON.stringify({ name, ...result }))
  } catch (error) {
    console.error(`${name} failed: ${error.stack}`)
    process.exitCode = 1
  }
  for (const undo of undos) {
    try {
      await undo()
    } catch (error) {
      console.error(`${name} left something behind: ${error.message}`)
      process.exitCode = 1
    }
  }
  process.exit()
}

function signalled() {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => reject(new Error(signal)))
  })
}
