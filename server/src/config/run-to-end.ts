import { StartError } from './start-error.js'

/** Runs a program of the command line to its end: what the operator can act on is said in a sentence, without a stack. */
export async function runToEnd(main: () => Promise<void>): Promise<never> {
  try {
    await main()
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${error instanceof StartError ? error.message : String((error as Error).stack)}\n`)
    process.exit(1)
  }
}
