import { Injectable } from '@nestjs/common'
import type { AuditAction } from '@support-chat/shared'
import type { Transaction } from '../database/transaction.js'
import { AuditEntryRepository } from './audit-entry.repository.js'

/** Who does something, and from which address. A `Principal` is one. */
export interface AuditActor {
  /** An account; null for a client that has not signed in. */
  readonly id: string | null
  /** Null where no request was made. */
  readonly address: string | null
}

/** The actor of what the server does by itself, and of the commands of its operator. */
export const NOBODY: AuditActor = { id: null, address: null }

/** Writes down who did what, in the transaction that does it: neither is there without the other. */
@Injectable()
export class AuditLog {
  constructor(private readonly entries: AuditEntryRepository) {}

  /**
   * @param targetId what it was done to, of the type that the action begins with
   * @param details what else there is to know: ids, names of fields, states. Nothing that erasing a person would have to
   *   change, since nothing can change it: no names, addresses, texts of people, and no secrets
   */
  async record(
    tx: Transaction,
    { id: actorId, address }: AuditActor,
    action: AuditAction,
    targetId: string | null,
    details: object = {},
  ): Promise<void> {
    await this.entries.add(tx, { actorId, address, action, targetId, details })
  }
}
