import { Injectable, Logger } from '@nestjs/common'
import { EventEmitter2 } from '@nestjs/event-emitter'
import type { Transaction } from './unit-of-work.js'
import type { DomainEventName, DomainEvents } from './domain-events.js'

type InTransaction<E extends DomainEventName> = (event: DomainEvents[E], tx: Transaction) => Promise<void>
type AfterCommit<E extends DomainEventName> = (event: DomainEvents[E]) => void | Promise<void>

/**
 * Carries domain events in two phases: inside the transaction that makes them true, and after its commit.
 *
 * Backend teams may also listen with Nest's `@OnEvent('message.sent')`, which is the second phase.
 */
@Injectable()
export class EventBus {
  private readonly logger = new Logger(EventBus.name)
  private readonly inTransaction = new Map<DomainEventName, InTransaction<never>[]>()

  constructor(private readonly emitter: EventEmitter2) {}

  /** Runs `handler` in the event's own transaction: what it writes commits with the event, and its failure undoes both. */
  during<E extends DomainEventName>(name: E, handler: InTransaction<E>): void {
    const handlers = this.inTransaction.get(name) ?? []
    this.inTransaction.set(name, [...handlers, handler as InTransaction<never>])
  }

  /** Runs `handler` once the event is committed. Its failure is logged and undoes nothing. */
  after<E extends DomainEventName>(name: E, handler: AfterCommit<E>): void {
    this.emitter.on(name, (event: DomainEvents[E]) => {
      void this.runSafely(name, () => handler(event))
    })
  }

  /** For the unit of work: the first phase. */
  async runInTransaction<E extends DomainEventName>(name: E, event: DomainEvents[E], tx: Transaction): Promise<void> {
    for (const handler of this.inTransaction.get(name) ?? []) await (handler as InTransaction<E>)(event, tx)
  }

  /** For the unit of work: the second phase. Never throws, since the work is already done. */
  announce<E extends DomainEventName>(name: E, event: DomainEvents[E]): void {
    void this.runSafely(name, () => void this.emitter.emit(name, event))
  }

  private async runSafely(name: string, run: () => void | Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.logger.error(`A listener of ${name} failed`, error instanceof Error ? error.stack : String(error))
    }
  }
}
