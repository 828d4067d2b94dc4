/**
 * Prints a link that signs a member of staff in, once, within a quarter of an hour: where the identity provider is away, or
 * single sign-on is set up wrongly.
 *
 *     npm run staff:break-glass -- EMAIL
 *
 * The server may run meanwhile or be stopped, on its embedded database or any other.
 */
import { Config } from '../config/config.js'
import { loadConfig } from '../config/env.js'
import { runToEnd } from '../config/run-to-end.js'
import { StartError } from '../config/start-error.js'
import { openConfiguredDatabase } from '../embedded-postgres/configured-database.js'

const USAGE = 'npm run staff:break-glass -- EMAIL'

await runToEnd(main)

async function main(): Promise<void> {
  const [email, ...rest] = process.argv.slice(2)
  if (!email || rest.length > 0) throw new StartError(USAGE)
  const config = loadConfig()
  // Loaded only now, since it takes seconds: a wrong call is answered at once.
  const [{ createApp }, { BreakGlassService }] = await Promise.all([
    import('../create-app.js'),
    import('../staff/break-glass.service.js'),
  ])
  const database = await openConfiguredDatabase(config)
  try {
    const app = await createApp(new Config({ ...config, databaseUrl: database.url }), { logger: ['error', 'fatal'] })
    await app.init()
    const link = await app.get(BreakGlassService, { strict: false }).makeLink(email)
    await app.close()
    process.stdout.write(`Signs ${email} in, once, within 15 minutes:\n${link}\n`)
  } finally {
    await database.close()
  }
}
