// `npm test`: everything that is checked, from a clean clone. The last line is the sum of all tests.
import './check-node.mjs'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { install } from './install.mjs'
import { nx } from './nx.mjs'
import { providePrograms } from './provide-programs.mjs'
import { endWithChildren, root, run, seconds } from './run.mjs'

process.chdir(root)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWithChildren)

const results = mkdtempSync(join(tmpdir(), 'support-chat-results-'))
const playwrightResults = join(root, 'e2e/test-results/results.json')
const FLOODS = 'server/test/floods/'
const total = { passed: 0, failed: 0 }
const node = (script, ...args) => [process.execPath, join(root, 'node_modules', script), ...args]

if (!(await step('Install', install))) finish()
await providePrograms('redis-server', 'nginx', 'clamd')
const lintByTypes = node('oxlint/bin/oxlint')
const lint = node('eslint/bin/eslint.js', '.', '--max-warnings', '0')
const api = [process.execPath, join(root, 'scripts/api-report.mjs'), '--check']
const format = node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')
// Each would leave a core idle. Types and API read what was built, lint and format the sources.
const [built] = await Promise.all([
  step('Build', () => nx('build,package', { quiet: true })).then(async (done) => {
    await step('Types', () => nx('typecheck', { quiet: true }))
    await step('API', () => run(api, { quiet: true }))
    return done
  }),
  step('Lint', async () => (await run(lintByTypes, { quiet: true })) && run(lint, { quiet: true })).then(() =>
    step('Format', () => run(format, { quiet: true })),
  ),
])
// Many of these wait for something to time out: twice as many workers as there are cores use the time.
// Jest takes a percentage above 100 for a number of workers.
const workers = String(availableParallelism() * 2)
await jest('Jest', '--maxWorkers', workers, '--testPathIgnorePatterns', FLOODS)
// These compare what a server takes before and under a flood: nothing else may have the processor meanwhile.
await jest('Floods', '--runInBand', '--selectProjects', 'server', '--testPathPatterns', FLOODS)
if (built) {
  rmSync(playwrightResults, { force: true })
  const playwright = node('@playwright/test/cli.js', 'test', '--config', 'e2e')
  await step('Browser', () => run(playwright), playwrightTotals)
}
finish()

/** Runs one step, tells how it went, and adds up its tests. One that failed without a failed test counts as one. */
async function step(name, work, totals = () => ({ passed: 0, failed: 0 })) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`)
  const began = Date.now()
  const ended = await work()
  const { passed, failed } = totals()
  const ok = ended && failed === 0
  total.passed += passed
  total.failed += ok ? 0 : Math.max(failed, 1)
  console.log(`${ok ? '✓' : '✗'} ${name}, ${seconds(began)}`)
  return ok
}

function jest(name, ...args) {
  const file = join(results, `${name}.json`)
  return step(
    name,
    () => run([...node('jest/bin/jest.js'), '--json', '--outputFile', file, ...args]),
    () => jestTotals(file),
  )
}

function jestTotals(file) {
  const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = read(file)
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites }
}

function playwrightTotals() {
  const { stats = {}, errors = [] } = read(playwrightResults)
  const { expected = 0, unexpected = 0, flaky = 0 } = stats
  return { passed: expected, failed: unexpected + flaky + errors.length }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

function finish() {
  rmSync(results, { recursive: true, force: true })
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed === 0 ? 0 : 1)
}
