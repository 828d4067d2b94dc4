import { appendFileSync } from 'node:fs'
import type { Outcome } from './checker.js'

/** Rounds of each fault: one in `npm test`, more in `npm run test:faults`. */
export const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 1)
/** A file to which each row is added as a line of JSON, for the report of a whole run. */
const RESULTS = process.env['FAULT_RESULTS']

const ROUND_LIMIT_MS = 180_000

export interface FaultRow {
  fault: string
  runs: number
  acknowledged: number
  lost: number
  duplicated: number
  outOfOrder: number
  notStored: number
  /** Of the slowest round. */
  secondsToHeal: number
}

const rows: FaultRow[] = []

/** One fault, round by round: a test that fails with the first broken promise, and a row of the table. */
export function fault(name: string, promise: string, round: (number: number) => Promise<Outcome>): void {
  it(
    `${name}: ${promise}`,
    async () => {
      const row = emptyRow(name)
      rows.push(row)
      for (let number = 1; number <= ROUNDS; number++) {
        const outcome = await round(number)
        add(row, outcome)
        const { lost, duplicated, outOfOrder, notStored } = outcome
        const none: string[] = []
        expect({ lost, duplicated, outOfOrder, notStored }).toEqual({
          lost: none,
          duplicated: none,
          outOfOrder: none,
          notStored: none,
        })
        expect(outcome.acknowledged).toBeGreaterThan(0)
      }
    },
    ROUND_LIMIT_MS * ROUNDS,
  )
}

/** A row for a server that breaks a promise on purpose. */
export function addControl(name: string, outcome: Outcome): void {
  const row = emptyRow(`broken on purpose: ${name}`)
  rows.push(row)
  add(row, outcome)
}

const emptyRow = (name: string): FaultRow => ({
  fault: name,
  runs: 0,
  acknowledged: 0,
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
  notStored: 0,
  secondsToHeal: 0,
})

function add(row: FaultRow, outcome: Outcome): void {
  row.runs++
  row.acknowledged += outcome.acknowledged
  row.lost += outcome.lost.length
  row.duplicated += outcome.duplicated.length
  row.outOfOrder += outcome.outOfOrder.length
  row.notStored += outcome.notStored.length
  row.secondsToHeal = Math.max(row.secondsToHeal, outcome.secondsToHeal)
}

afterAll(() => {
  if (RESULTS) appendFileSync(RESULTS, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  else process.stdout.write(`${rows.map(lineOf).join('\n')}\n`)
})

function lineOf(row: FaultRow): string {
  const { fault: name, runs, acknowledged, lost, duplicated, outOfOrder, notStored, secondsToHeal } = row
  return (
    `${name}: runs ${runs}, acknowledged ${acknowledged}, lost ${lost}, duplicated ${duplicated}, ` +
    `out of order ${outOfOrder}, shown but not stored ${notStored}, healed in ${secondsToHeal.toFixed(1)} s`
  )
}
