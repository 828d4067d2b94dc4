import { Injectable } from '@nestjs/common'
import { DataSource, type EntityManager } from 'typeorm'
import type { DomainEventName, DomainEvents } from '../events/domain-events.js'
import { EventBus } from '../events/event-bus.js'

/** What a repository's reading methods take: a transaction, or, for one statement alone, what `UnitOfWork.read` gives. */
export interface Reader {
  readonly manager: EntityManager
}

/** An open transaction. Every repository method that writes takes one, so that a write outside of it does not compile. */
export interface Transaction extends Reader {
  /** Hands an event to those who write along in this transaction now, and to everyone else after the commit. */
  publish<E extends DomainEventName>(name: E, event: DomainEvents[E]): Promise<void>
}

/** `serialization_failure` and `deadlock_detected`: PostgreSQL asks for the same transaction to be tried again. */
const TRY_AGAIN = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 5

/** Runs one use case in one transaction: retried where PostgreSQL asks for it, announced only after COMMIT. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventBus,
  ) {}

  /** @throws what `work` throws, after ROLLBACK; a failure of COMMIT itself is thrown too, and nothing is announced. */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const announcements: (() => void)[] = []
      try {
        const result = await this.dataSource.transaction((manager) => work(this.transaction(manager, announcements)))
        for (const announce of announcements) announce()
        return result
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !isTransient(error)) throw error
      }
    }
  }

  /** Runs one reading statement without the two round trips of a transaction. For several that must agree, use `run`. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return work({ manager: this.dataSource.manager })
  }

  private transaction(manager: EntityManager, announcements: (() => void)[]): Transaction {
    const tx: Transaction = {
      manager,
      publish: async (name, event) => {
        await this.events.runInTransaction(name, event, tx)
        announcements.push(() => this.events.announce(name, event))
      },
    }
    return tx
  }
}

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && TRY_AGAIN.has(code)
}
