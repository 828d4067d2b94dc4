import type { EntityManager } from 'typeorm'
import type { DomainEventName, DomainEvents } from './domain-events.js'

/** What a repository's reading methods take: a transaction, or, for one statement alone, what `UnitOfWork.read` gives. */
export interface Reader {
  readonly manager: EntityManager
}

/** An open transaction. Every repository method that writes takes one, so that a write outside of it does not compile. */
export interface Transaction extends Reader {
  /**
   * The application's own entity manager in the same transaction, where Support Chat uses its `dataSource`: with the
   * application's entities, schema and names. Elsewhere the same as `manager`.
   */
  readonly host: EntityManager
  /** Hands an event to those who write along in this transaction now, and to everyone else after the commit. */
  publish<E extends DomainEventName>(name: E, event: DomainEvents[E]): Promise<void>
}
