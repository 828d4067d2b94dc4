import { Injectable, Logger } from '@nestjs/common'
import { EventEmitter2 } from '@nestjs/event-emitter'
import type { Transaction } from './transaction.js'
import type { DomainEventName, DomainEvents } from './domain-events.js'

type BeforeCommit<E extends DomainEventName> = (event: DomainEvents[E], tx: Transaction) => Promise<void>
export type AfterCommit<E extends DomainEventName> = (event: DomainEvents[E]) => void | Promise<void>

/**
 * Carries domain events in two phases: inside the transaction that makes them true, and after its commit.
 *
 * Backend teams may also listen with Nest's `@OnEvent('message.sent')`, which is the second phase.
 */
@Injectable()
export class EventBus {
  private readonly logger = new Logger(EventBus.name)
  private readonly beforeCommit = new Map<DomainEventName, BeforeCommit<never>[]>()

  constructor(private readonly emitter: EventEmitter2) {}

  /** Runs `handler` in the event's own transaction: what it writes commits with the event, and its failure undoes both. */
  onBeforeCommit<E extends DomainEventName>(name: E, handler: BeforeCommit<E>): void {
    const handlers = this.beforeCommit.get(name) ?? []
    this.beforeCommit.set(name, [...handlers, handler])
  }

  /** Whether anybody writes along with an event. */
  hasBeforeCommit(name: DomainEventName): boolean {
    return this.beforeCommit.has(name)
  }

  /**
   * Runs `handler` once the event is committed. Its failure is logged and undoes nothing.
   * @returns ends it
   */
  onAfterCommit<E extends DomainEventName>(name: E, handler: AfterCommit<E>): () => void {
    const listener = (event: DomainEvents[E]) => {
      void this.runSafely(name, () => handler(event))
    }
    this.emitter.on(name, listener)
    return () => void this.emitter.off(name, listener)
  }

  /** For the unit of work: the first phase. */
  async runBeforeCommit<E extends DomainEventName>(name: E, event: DomainEvents[E], tx: Transaction): Promise<void> {
    for (const handler of this.beforeCommit.get(name) ?? []) await (handler as BeforeCommit<E>)(event, tx)
  }

  /** For the unit of work: the second phase. Never throws, since the work is already done. */
  emit<E extends DomainEventName>(name: E, event: DomainEvents[E]): void {
    void this.runSafely(name, () => void this.emitter.emit(name, event))
  }

  private async runSafely(name: string, run: () => void | Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      this.logger.error(
        `Failed to handle ${name} after its commit`,
        error instanceof Error ? error.stack : String(error),
      )
    }
  }
}
