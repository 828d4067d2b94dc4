// A server with faults built in, for the tests beside it. The product knows nothing of them: they are put into its
// classes here, before it starts. TEST_CONFIG is its configuration, TEST_FAULTS the Faults it starts with; a Death comes
// as a message.
import type { AddressInfo } from 'node:net'
import { MailerService } from '@nestjs-modules/mailer'
import pg from 'pg'
import { Config } from '../../src/config/config.js'
import { createApp } from '../../src/create-app.js'
import type { Transaction } from '../../src/database/transaction.js'
import { UnitOfWork } from '../../src/database/unit-of-work.js'
import type { EventBus } from '../../src/database/event-bus.js'
import { GroupCommitQueue } from '../../src/messages/group-commit-queue.js'
import { MessagesService } from '../../src/messages/messages.service.js'
import { EmailOutboxWorker } from '../../src/notifications/email-outbox.worker.js'
import type { Death, Faults } from './faults.js'
import { withCursorFirst, withoutDedupe } from './faulty-sql.js'

type Anyhow = (...args: unknown[]) => unknown

/** The moment at which this process dies, once it has been told to. */
let death: Death | null = null

function dieAt(moment: Death['at']): void {
  if (death?.at !== moment) return
  const { signal = 'SIGKILL' } = death
  death = null
  process.kill(process.pid, signal)
}

/** Puts `make(original)` in the place of a method. */
function replace(prototype: object, name: string, make: (original: Anyhow) => Anyhow): void {
  const methods = prototype as Record<string, Anyhow>
  methods[name] = make(methods[name] as Anyhow)
}

/** Long enough for what was emitted to reach the network, which is the point of dying only now. */
const flushed = () => new Promise((resolve) => setTimeout(resolve, 100))

function watchStatements(rewrite: (sql: string) => string): void {
  const sending = new WeakSet()
  replace(pg.Client.prototype, 'query', (original) => {
    return function (this: object, statement: unknown, ...rest: unknown[]) {
      const { name, text } = (statement ?? {}) as { name?: string; text?: string }
      if (name === 'append_messages' && text !== undefined) {
        sending.add(this)
        return original.call(this, { ...(statement as object), text: rewrite(text) }, ...rest)
      }
      if (statement !== 'COMMIT' || !sending.delete(this)) return original.call(this, statement, ...rest)
      dieAt('before the commit')
      return (original.call(this, statement, ...rest) as Promise<unknown>).then((result) => {
        dieAt('between commit and broadcast')
        return result
      })
    }
  })
}

function dieInTheMiddle(): void {
  replace(MessagesService.prototype, 'store', (original) => {
    return async function (this: unknown, ...args) {
      const stored = await original.apply(this, args)
      if (death?.at === 'between broadcast and ack') {
        await flushed()
        dieAt('between broadcast and ack')
      }
      return stored
    }
  })
  replace(MailerService.prototype, 'sendMail', (original) => {
    return async function (this: unknown, ...args) {
      const answer = await original.apply(this, args)
      dieAt('after the 250')
      return answer
    }
  })
}

/** The worst of all: what others see may yet be rolled back. */
function broadcastBeforeCommit(): void {
  replace(UnitOfWork.prototype, 'transaction', (original) => {
    return function (this: { events: EventBus }, ...args) {
      const tx = original.apply(this, args) as Transaction
      const publish: Transaction['publish'] = async (name, event) => {
        await this.events.runBeforeCommit(name, event, tx)
        this.events.emit(name, event)
      }
      return { ...tx, publish }
    }
  })
}

/** Lets sends of one chat run at the same time, as if two processes had them. */
function passTheQueue(): void {
  replace(GroupCommitQueue.prototype, 'add', () => {
    return async function (this: { store: (batch: unknown[]) => Promise<unknown[]> }, _chat, send) {
      return (await this.store([send]))[0]
    }
  })
}

function shiftClock(milliseconds: number): void {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given: []) {
      super(...((given.length ? given : [RealDate.now() + milliseconds]) as []))
    }
    static override now(): number {
      return RealDate.now() + milliseconds
    }
  } as DateConstructor
}

function limitPool(connections: number): void {
  const Pool = pg.Pool
  pg.Pool = class extends Pool {
    constructor(options: pg.PoolConfig) {
      super({ ...options, max: connections })
    }
  }
}

const faults = JSON.parse(process.env.TEST_FAULTS ?? '{}') as Faults
if (faults.clockSkewMs) shiftClock(faults.clockSkewMs)
if (faults.poolSize) limitPool(faults.poolSize)
if (faults.broken === 'broadcast before commit') broadcastBeforeCommit()
if (faults.broken === 'cursor given before commit order') passTheQueue()
watchStatements(
  faults.broken === 'no dedupe'
    ? withoutDedupe
    : faults.broken === 'cursor given before commit order'
      ? withCursorFirst
      : (sql) => sql,
)
dieInTheMiddle()

const config = new Config(JSON.parse(process.env.TEST_CONFIG ?? '') as Config)
const app = await createApp(config, { logger: faults.broken ? false : ['fatal'] })
process.on('message', (message: string | Death) => {
  if (typeof message === 'object') death = message
  else if (message === 'sweep') void app.get(EmailOutboxWorker, { strict: false }).sweep()
})
await app.listen(config.port, '127.0.0.1')
process.send?.({ port: (app.getHttpServer().address() as AddressInfo).port })
