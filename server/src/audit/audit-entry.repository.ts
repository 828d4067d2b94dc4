import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { sql, tables, textFor } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { AuditEntry } from './audit-entry.entity.js'
import type { AuditQuery } from './audit.query.js'

/** The only writer of `audit_entries`. */
@Injectable()
export class AuditEntryRepository {
  async add(
    { manager }: Transaction,
    entry: Pick<AuditEntry, 'actorId' | 'action' | 'targetId' | 'address'> & { details: object },
  ): Promise<void> {
    await manager.insert(AuditEntry, { id: uuidv7(), ...entry })
  }

  /** Newest first, with who did it. */
  page(reader: Reader, { cursor, actor, action, from, to, limit }: AuditQuery): Promise<AuditEntry[]> {
    const entries = reader.manager
      .createQueryBuilder(AuditEntry, 'entry')
      .leftJoinAndSelect('entry.actor', 'actor')
      .orderBy({ 'entry.at': 'DESC', 'entry.id': 'DESC' })
      .limit(limit)
    const before = sql`(entry.at, entry.id) < (SELECT at, id FROM ${tables.audit_entries} WHERE id = :cursor)`
    if (cursor) entries.andWhere(textFor(reader, before), { cursor })
    if (actor) entries.andWhere('entry.actorId = :actor', { actor })
    if (action) entries.andWhere('entry.action = :action', { action })
    if (from) entries.andWhere('entry.at >= :from', { from: new Date(from) })
    if (to) entries.andWhere('entry.at < :to', { to: new Date(to) })
    return entries.getMany()
  }
}
