// `npm run test:faults [-- ROUNDS [FILE]]`: the fault suite in its long form. Its table goes into docs/reliability.md.
// With a part of a file's name only those faults run, and the rows of the others stay.
import './check-node.mjs'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { providePrograms } from './provide-programs.mjs'
import { endWithChildren, root, run } from './run.mjs'

const REPORT = join(root, 'docs/reliability.md')
const BEGIN = '<!-- newest result -->'
const END = '<!-- end of the result -->'
/** How the rows of servers begin that are broken to be caught: they come last. */
const CONTROL = 'broken on purpose'

process.chdir(root)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWithChildren)

const rounds = Number(process.argv[2] ?? 10)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('Usage: npm run test:faults -- ROUNDS [FILE], ROUNDS a whole number of 1 or more')
  process.exit(2)
}
const only = process.argv[3] ?? ''
const node = (script, ...args) => [process.execPath, join(root, 'node_modules', script), ...args]
const folder = mkdtempSync(join(tmpdir(), 'support-chat-faults-'))
const results = join(folder, 'rows.jsonl')

await providePrograms('redis-server')
const passed = await run(
  node('jest/bin/jest.js', '--selectProjects', 'server', '--runInBand', '--testPathPatterns', `test/faults/.*${only}`),
  { env: { FAULT_ROUNDS: String(rounds), FAULT_RESULTS: results } },
)
const rows = existsSync(results)
  ? readFileSync(results, 'utf8')
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row))
  : []
if (only) rows.push(...keptRows().filter((kept) => !rows.some(({ fault }) => fault === kept.fault)))
rows.sort((a, b) => a.fault.startsWith(CONTROL) - b.fault.startsWith(CONTROL) || a.fault.localeCompare(b.fault))
rmSync(folder, { recursive: true, force: true })
const result = `${machine()}\n\n${table(rows)}`
console.log(`\n${result}\n`)
if (passed) {
  const [before, rest] = readFileSync(REPORT, 'utf8').split(BEGIN)
  const [, after] = rest.split(END)
  writeFileSync(REPORT, `${before}${BEGIN}\n\n${result}\n\n${END}${after}`)
  await run(node('prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', REPORT))
}
process.exit(passed ? 0 : 1)

/** What the report says so far. */
function keptRows() {
  const [, rest] = readFileSync(REPORT, 'utf8').split(BEGIN)
  const lines = rest
    .split(END)[0]
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
  return lines.map((line) => {
    const [fault, ...numbers] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
    const [runs, acknowledged, lost, duplicated, outOfOrder, notStored, secondsToHeal] = numbers.map(Number)
    return { fault, runs, acknowledged, lost, duplicated, outOfOrder, notStored, secondsToHeal }
  })
}

function machine() {
  const [{ model }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const day = new Date().toISOString().slice(0, 10)
  const command = `\`npm run test:faults -- ${[rounds, only].join(' ').trim()}\`${only && ' (the other rows are of earlier runs)'}`
  return `${day}, ${command}, Node.js ${process.versions.node}, ${cpus().length} × ${model.trim()}, ${memory} GiB.`
}

function table(rows) {
  const head = [
    'fault',
    'runs',
    'acknowledged',
    'lost',
    'duplicated',
    'out of order',
    'shown, not stored',
    'slowest healing, s',
  ]
  const lines = rows.map((row) => [
    row.fault,
    row.runs,
    row.acknowledged,
    row.lost,
    row.duplicated,
    row.outOfOrder,
    row.notStored,
    row.secondsToHeal.toFixed(1),
  ])
  return [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
