import { Injectable } from '@nestjs/common'
import { type ChatHistory, type ChatHistoryEntry, MAX_PAGE_SIZE } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { ChatAccess } from './chat-access.service.js'
import { ChatHistoryRepository, type HistoryRow } from './chat-history.repository.js'

/** What was done with a chat, by whom and why. */
@Injectable()
export class ChatHistoryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: ChatAccess,
    private readonly history: ChatHistoryRepository,
  ) {}

  /** Newest first. @throws AppError `not_found` */
  async of(principal: Principal, chatId: string): Promise<ChatHistory> {
    const { id } = await this.unitOfWork.read((reader) => this.access.find(reader, principal, chatId))
    const rows = await this.unitOfWork.read((reader) => this.history.ofChat(reader, id, MAX_PAGE_SIZE))
    return { entries: rows.map(toEntry) }
  }
}

function toEntry(row: HistoryRow): ChatHistoryEntry {
  const { id, at, done_by, actor_id, actor_name, action, reason, details, assignee, former_assignee } = row
  const { added, removed, until, after_minutes } = details
  return {
    id,
    at: at.toISOString(),
    by: done_by,
    actor: actor_id === null ? null : { id: actor_id, name: actor_name },
    action,
    reason,
    details: {
      ...('assignee_id' in details ? { assignee, former_assignee } : {}),
      ...(added && removed ? { added, removed } : {}),
      ...(until ? { until } : {}),
      ...(after_minutes ? { after_minutes } : {}),
    },
  }
}
