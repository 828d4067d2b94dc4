import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Programs that global-setup.mjs bundled for this run. */
export type Program =
  | 'main'
  | 'staff-password'
  | 'staff-break-glass'
  | 'backup'
  | 'restore'
  | 'rehearse'
  | 'run-server'
  | 'run-host'
  | 'faulty-server'

/** What Node.js is to be started with to run `program`. */
export function bundleOf(program: Program): string {
  const folder = process.env['TEST_PROGRAMS']
  if (folder === undefined)
    throw new Error('TEST_PROGRAMS is not set: tests are started by Jest, with its global set-up')
  return join(folder, `${program}.js`)
}

/** Those of `main`, which then leaves without giving load balancers time: see hold-notice.mjs. */
export function mainArguments(): string[] {
  return ['--import', pathToFileURL(join(__dirname, 'hold-notice.mjs')).href, bundleOf('main')]
}
