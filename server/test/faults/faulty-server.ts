// A server with faults built in, for the tests beside it. The product knows nothing of them: Nest's `instanceDecorator`
// turns instances of its classes into instances of the faulty ones below. TEST_CONFIG is its configuration, TEST_FAULTS
// the Faults it starts with; a Death comes as a message.
import type { AddressInfo } from 'node:net'
import { type ISendMailOptions, MailerService } from '@nestjs-modules/mailer'
import { DataSource, type QueryRunner } from 'typeorm'
import { FileStore } from '../../src/attachments/file.store.js'
import { Config } from '../../src/config/config.js'
import { createApp } from '../../src/create-app.js'
import type { DomainEventName, DomainEvents } from '../../src/database/domain-events.js'
import { EventBus } from '../../src/database/event-bus.js'
import type { Transaction } from '../../src/database/transaction.js'
import { UnitOfWork } from '../../src/database/unit-of-work.js'
import { MessageRepository, type NewMessage } from '../../src/messages/message.repository.js'
import type { Send } from '../../src/messages/message-reviewer.js'
import { MessageWriter } from '../../src/messages/message-writer.js'
import { appendMessages } from '../../src/messages/message.sql.js'
import { EmailOutboxWorker } from '../../src/notifications/email-outbox.worker.js'
import { type Answer, WebhookClient } from '../../src/webhooks/webhook-client.js'
import type { Death, Faults } from './faults.js'
import { WITH_CURSOR_FIRST, WITHOUT_DEDUPE } from './faulty-sql.js'

const faults = JSON.parse(process.env.TEST_FAULTS ?? '{}') as Faults

/** The moment at which this process dies, once it has been told to. */
let death: Death | null = null

function dieAt(moment: Death['at']): void {
  if (death?.at !== moment) return
  const { signal = 'SIGKILL' } = death
  death = null
  process.kill(process.pid, signal)
}

/** Long enough for what was emitted to reach the network, which is the point of dying only now. */
const flushed = () => new Promise((resolve) => setTimeout(resolve, 100))

/** Connections whose open transaction has stored messages. */
const storing = new WeakSet<QueryRunner>()

class FaultyMessageRepository extends MessageRepository {
  protected override readonly appendStatement = {
    'no dedupe': WITHOUT_DEDUPE,
    'cursor given before commit order': WITH_CURSOR_FIRST,
    'broadcast before commit': appendMessages(),
    none: appendMessages(),
  }[faults.broken ?? 'none']

  override async append(tx: Transaction, messages: NewMessage[], alone = false) {
    if (tx.manager.queryRunner) storing.add(tx.manager.queryRunner)
    if (!alone) return super.append(tx, messages)
    dieAt('before the commit')
    const appended = await super.append(tx, messages, alone)
    dieAt('between commit and broadcast')
    return appended
  }
}

type Work<T> = (tx: Transaction) => Promise<T>

class DyingUnitOfWork extends UnitOfWork {
  override run<T>(work: Work<T>, within?: number): Promise<T> {
    return this.dieOnceEmitted(work, (observed) => super.run(observed, within))
  }

  override runStatement<T>(work: Work<T>, within?: number): Promise<T> {
    return this.dieOnceEmitted(work, (observed) => super.runStatement(observed, within))
  }

  private async dieOnceEmitted<T>(work: Work<T>, run: (work: Work<T>) => Promise<T>): Promise<T> {
    const stored: QueryRunner[] = []
    const result = await run(async (tx) => {
      const result = await work(tx)
      const runner = tx.manager.queryRunner as QueryRunner
      if (storing.has(runner)) stored.push(runner)
      return result
    })
    // A single statement's runner is used again, for others.
    stored.forEach((runner) => storing.delete(runner))
    if (stored.length > 0 && death?.at === 'between broadcast and ack') {
      await flushed()
      dieAt('between broadcast and ack')
    }
    return result
  }

  protected override async commit(runner: QueryRunner): Promise<void> {
    if (!storing.delete(runner)) return super.commit(runner)
    dieAt('before the commit')
    await super.commit(runner)
    dieAt('between commit and broadcast')
  }
}

class DyingFileStore extends FileStore {
  override async put(key: string, file: string): Promise<void> {
    await super.put(key, file)
    dieAt('between store and row')
  }
}

class DyingMailer extends MailerService {
  override async sendMail(mail: ISendMailOptions) {
    const answer: unknown = await super.sendMail(mail)
    dieAt('after the 250')
    return answer as Awaited<ReturnType<MailerService['sendMail']>>
  }
}

class DyingWebhookClient extends WebhookClient {
  override async post(url: string, headers: Record<string, string>, body: string): Promise<Answer> {
    dieAt('before the POST')
    const answer = await super.post(url, headers, body)
    dieAt('after the POST')
    return answer
  }
}

const emittedEarly = new WeakSet<object>()

/** The worst of all: what others see may yet be rolled back. */
class EagerEventBus extends EventBus {
  override async runBeforeCommit<E extends DomainEventName>(name: E, event: DomainEvents[E], tx: Transaction) {
    await super.runBeforeCommit(name, event, tx)
    super.emit(name, event)
    emittedEarly.add(event)
  }

  /** In a transaction, so that there is a commit to come. */
  override hasBeforeCommit(): boolean {
    return true
  }

  override emit<E extends DomainEventName>(name: E, event: DomainEvents[E]): void {
    if (!emittedEarly.has(event)) super.emit(name, event)
  }
}

/** Lets sends of one chat run at the same time, as if two processes had them. */
class UnqueuedMessageWriter extends MessageWriter {
  protected override async enqueue(send: Send) {
    const [stored] = await this.store([send])
    return stored ?? null
  }
}

function withFaults(instance: unknown): unknown {
  if (faults.poolSize && isDataSourceOptions(instance)) return { ...instance, poolSize: faults.poolSize }
  if (instance instanceof MessageRepository) return new FaultyMessageRepository()
  if (instance instanceof UnitOfWork) return become(instance, DyingUnitOfWork)
  if (instance instanceof FileStore) return become(instance, DyingFileStore)
  if (instance instanceof MailerService) return become(instance, DyingMailer)
  if (instance instanceof WebhookClient) return become(instance, DyingWebhookClient)
  if (faults.broken === 'broadcast before commit' && instance instanceof EventBus)
    return become(instance, EagerEventBus)
  if (faults.broken === 'cursor given before commit order' && instance instanceof MessageWriter) {
    return become(instance, UnqueuedMessageWriter)
  }
  return instance
}

/** The same instance, of a subclass that adds methods only. */
const become = (instance: object, { prototype }: { prototype: object }): unknown =>
  Object.setPrototypeOf(instance, prototype)

const isDataSourceOptions = (instance: unknown): instance is { poolSize: number } =>
  typeof instance === 'object' && instance?.constructor === Object && 'poolSize' in instance

/** The clock of a whole process, as that of its machine would be: libraries go by it too, which no injected clock reaches. */
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

if (faults.clockSkewMs) shiftClock(faults.clockSkewMs)

const config = new Config(JSON.parse(process.env.TEST_CONFIG ?? '') as Config)
const app = await createApp(config, {
  logger: faults.broken ? false : ['fatal'],
  instrument: { instanceDecorator: withFaults },
})
if (faults.poolSize && app.get(DataSource).options.poolSize !== faults.poolSize)
  throw new Error('The pool is not limited')
process.on('message', (message: string | Death) => {
  if (typeof message === 'object') death = message
  else if (message === 'sweep') void app.get(EmailOutboxWorker, { strict: false }).sweep()
})
await app.listen(config.port, '127.0.0.1')
process.send?.({ port: (app.getHttpServer().address() as AddressInfo).port })
