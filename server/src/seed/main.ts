/**
 * Fills the configured database with made-up chats, to develop and measure with.
 *
 *     npm run seed -- --chats 100000 [--messages 6] [--force]
 *
 * `--chats` says how many there are afterwards (100 when left out), `--messages` how many a chat has on average. They are
 * the same ones each time, in eight languages; the newest is of now. The server may run meanwhile or be stopped. Under
 * NODE_ENV=production nothing is done without `--force`.
 */
import { parseArgs } from 'node:util'
import { DataSource } from 'typeorm'
import { Config } from '../config/config.js'
import { loadConfig } from '../config/env.js'
import { runToEnd } from '../config/run-to-end.js'
import { StartError } from '../config/start-error.js'
import { createApp } from '../create-app.js'
import { openConfiguredDatabase } from '../embedded-postgres/configured-database.js'
import { unboundedOptions } from '../database/data-source.js'
import { seed } from './seed.js'

const say = (line: string) => process.stdout.write(`${line}\n`)

await runToEnd(main)

async function main(): Promise<void> {
  const { chats, messages, force } = readArguments()
  const config = loadConfig()
  if (config.environment === 'production' && !force) {
    throw new StartError('This is production: made-up chats would stand among real ones. --force puts them there.')
  }
  const database = await openConfiguredDatabase(config)
  try {
    // The whole application, not listening: it brings the tables up to date and makes the first member of staff.
    const app = await createApp(new Config({ ...config, databaseUrl: database.url }), { logger: ['error', 'fatal'] })
    await app.init()
    await app.close()
    const dataSource = await new DataSource(
      unboundedOptions(new Config({ ...config, databaseUrl: database.url })),
    ).initialize()
    await report(dataSource, chats, messages).finally(() => dataSource.destroy())
  } finally {
    await database.close()
  }
}

async function report(dataSource: DataSource, chats: number, messages: number): Promise<void> {
  const began = Date.now()
  let told = began
  const seeded = await seed(dataSource, {
    chats,
    messages,
    progress: (done) => {
      if (Date.now() - told < 5_000) return
      told = Date.now()
      say(`${done.toLocaleString('en')} of ${chats.toLocaleString('en')} chats`)
    },
  })
  const added = `${seeded.chats.toLocaleString('en')} chats with ${seeded.messages.toLocaleString('en')} messages`
  const before = seeded.before > 0 ? ` to the ${seeded.before.toLocaleString('en')} that were there` : ''
  say(`Added ${added}${before}, in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

function readArguments(): { chats: number; messages: number; force: boolean } {
  const options = { chats: { type: 'string' }, messages: { type: 'string' }, force: { type: 'boolean' } } as const
  try {
    const { values } = parseArgs({ options })
    return {
      chats: wholeNumber(values.chats, 100, 10_000_000),
      messages: wholeNumber(values.messages, 6, 10_000),
      force: values.force ?? false,
    }
  } catch (error) {
    throw new StartError(`${(error as Error).message}\nnpm run seed -- [--chats 100] [--messages 6] [--force]`)
  }
}

function wholeNumber(text: string | undefined, otherwise: number, most: number): number {
  const value = Number(text ?? otherwise)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Error(`${text} is not a whole number from 1 to ${most.toLocaleString('en')}.`)
}
