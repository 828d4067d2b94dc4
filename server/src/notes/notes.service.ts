import { Injectable, type OnModuleInit } from '@nestjs/common'
import { MAX_NOTES, type NoteBody, type NoteList, type SupportNote } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { assertPermitted } from '../auth/staff-permissions.js'
import { ChatAccess } from '../chats/chat-access.service.js'
import { AppError } from '../common/errors/app-error.js'
import { Config } from '../config/config.js'
import { EventBus } from '../database/event-bus.js'
import type { Reader } from '../database/transaction.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import { StaffAccountRepository } from '../users/staff-account.repository.js'
import { type NoteRow, NoteRepository } from './note.repository.js'

/** A stored note, and whether this request stored it or an earlier one. */
export interface AddedNote {
  note: SupportNote
  created: boolean
}

/** Private notes of staff in chats, and whom they mention. */
@Injectable()
export class NotesService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly access: ChatAccess,
    private readonly staff: StaffAccountRepository,
    private readonly notes: NoteRepository,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.events.onBeforeCommit('chat.opened', async ({ chat_id, staff_id }, tx) => {
      await this.notes.markMentionsSeen(tx, chat_id, staff_id)
    })
  }

  /** The newest 500 of a chat, oldest first. @throws AppError `not_found`, `unauthenticated`, `forbidden` for users */
  async list(principal: Principal, chatId: string): Promise<NoteList> {
    assertStaff(principal)
    return this.unitOfWork.read(async (reader) => {
      const { id } = await this.access.find(reader, principal, chatId)
      return { notes: (await this.notes.ofChat(reader, id, MAX_NOTES)).map(toNote) }
    })
  }

  /**
   * Stores a note once, however often it is sent: a repeat of `client_id` gives the original.
   * @throws AppError `conflict` where the `client_id` is taken by another content, or a colleague who is mentioned has been
   *   deactivated; `invalid_request` for a mention of nobody; `not_found`, `unauthenticated`, `forbidden` for users
   */
  async add(principal: Principal, chatId: string, { mentions = [], ...body }: NoteBody): Promise<AddedNote> {
    assertStaff(principal)
    assertPermitted(principal, 'chats.answer')
    return this.unitOfWork.run(async (tx) => {
      const chat = await this.access.lock(tx, principal, chatId)
      const original = await this.notes.findByClientId(tx, chat.id, principal.id, body.client_id)
      if (original) return { note: toNote(assertSame(original, body.content)), created: false }
      const row = await this.notes.add(tx, {
        chatId: chat.id,
        afterSequence: chat.lastSequence,
        clientId: body.client_id,
        authorId: principal.id,
        content: body.content,
        mentions: await this.findMentioned(tx, mentions),
        emailDelaySeconds: this.config.email ? this.config.replyEmailDelaySeconds : null,
      })
      const note = toNote(row)
      await tx.publish('note.created', { note })
      return { note, created: true }
    })
  }

  /** By id, without those that are gone. */
  async byIds(ids: string[]): Promise<Map<string, SupportNote>> {
    const rows = await this.unitOfWork.read((reader) => this.notes.byIds(reader, ids))
    return new Map(rows.map((row) => [row.id, toNote(row)]))
  }

  /** Each once, as PostgreSQL writes their ids. */
  private async findMentioned(reader: Reader, ids: string[]): Promise<string[]> {
    const mentioned = [...new Set(ids.map((id) => id.toLowerCase()))]
    const found = mentioned.length > 0 ? await this.staff.findByIds(reader, mentioned) : []
    if (found.length < mentioned.length) throw new AppError('invalid_request', 'mentions: there is no such colleague')
    if (found.some(({ deactivatedAt }) => deactivatedAt !== null))
      throw new AppError('conflict', 'mentions: a colleague has been deactivated')
    return mentioned
  }
}

/** Access to a chat is not enough here: its user has that as well. */
function assertStaff({ role }: Principal): void {
  if (role !== 'admin') throw new AppError('forbidden', 'This is for staff only')
}

function assertSame(original: NoteRow, content: string): NoteRow {
  if (original.content !== content) throw new AppError('conflict', 'Another note was written under this client_id')
  return original
}

function toNote({ author_id, author_name, author_email, created_at, ...note }: NoteRow): SupportNote {
  const { id, chat_id, after_sequence, content, mentions } = note
  const author = author_id === null ? null : { id: author_id, name: author_name, email: author_email }
  return { id, chat_id, after_sequence, content, author, mentions, created_at: created_at.toISOString() }
}
