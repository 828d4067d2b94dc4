import { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import type { AuditEntry as AuditEntryDto, AuditPage } from '@support-chat/shared'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { AuditEntry } from './audit-entry.entity.js'
import { AuditEntryRepository } from './audit-entry.repository.js'
import type { AuditFilter, AuditQuery } from './audit.query.js'

/** Entries that an export reads at a time. */
const EXPORT_PAGE = 1_000

/** Shows what was written down. */
@Injectable()
export class AuditService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: AuditEntryRepository,
  ) {}

  /** Newest first. */
  async page({ limit, ...query }: AuditQuery): Promise<AuditPage> {
    const rows = await this.unitOfWork.read((reader) => this.entries.page(reader, { ...query, limit: limit + 1 }))
    const shown = rows.slice(0, limit)
    return { entries: shown.map(toEntry), next_cursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
  }

  /** The same, all of it, a line of JSON for each: read as fast as it is taken. Rejects where its beginning cannot be read. */
  async export(filter: AuditFilter): Promise<Readable> {
    const query = { ...filter, limit: EXPORT_PAGE }
    return Readable.from(this.pages(await this.page(query), query))
  }

  private async *pages(first: AuditPage, query: AuditQuery): AsyncGenerator<string> {
    let page = first
    for (;;) {
      yield page.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
      if (page.next_cursor === null) return
      page = await this.page({ ...query, cursor: page.next_cursor })
    }
  }
}

function toEntry({ id, at, actorId, actor, action, targetId, address, details }: AuditEntry): AuditEntryDto {
  return {
    id,
    at: at.toISOString(),
    actor: actorId === null ? null : { id: actorId, name: actor ? (actor.name ?? actor.email) : null },
    action,
    target: { type: action.replace(/\..*/, ''), id: targetId },
    address,
    details,
  }
}
