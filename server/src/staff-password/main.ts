/**
 * Gives a member of staff another password, signs them out everywhere, and takes their second factor away.
 *
 *     npm run staff:password -- EMAIL
 *
 * It asks for the password, or reads it from the first line of standard input. The server may run meanwhile or be
 * stopped, on its embedded database or any other.
 */
import { Config } from '../config/config.js'
import { loadConfig } from '../config/env.js'
import { runToEnd } from '../config/run-to-end.js'
import { StartError } from '../config/start-error.js'
import { openConfiguredDatabase } from '../embedded-postgres/configured-database.js'
import { readPassword } from './read-password.js'

const USAGE = 'npm run staff:password -- EMAIL (the password is asked for, or read from standard input)'

await runToEnd(main)

async function main(): Promise<void> {
  const [email, ...rest] = process.argv.slice(2)
  if (!email || rest.length > 0) throw new StartError(USAGE)
  const config = loadConfig()
  const password = await readPassword()
  // Loaded only now, since it takes seconds: a wrong call is answered at once.
  const [{ createApp }, { setStaffPassword }] = await Promise.all([
    import('../create-app.js'),
    import('../staff/set-staff-password.js'),
  ])
  const database = await openConfiguredDatabase(config)
  try {
    // The whole application, not listening: it brings the tables up to date, and tells other processes who is signed out.
    const app = await createApp(new Config({ ...config, databaseUrl: database.url }), { logger: ['error', 'fatal'] })
    await app.init()
    const active = await setStaffPassword(app, email, password)
    await app.close()
    process.stdout.write(`${email} has a new password, and is signed out everywhere.\n`)
    if (!active) process.stdout.write('The account is deactivated: activate it in the console to let it sign in.\n')
  } finally {
    await database.close()
  }
}
