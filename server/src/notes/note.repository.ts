import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { NoteMention } from './note-mention.entity.js'
import * as statements from './note.sql.js'
import { SupportNote } from './support-note.entity.js'

/** A note as PostgreSQL returns it. */
export interface NoteRow {
  id: string
  chat_id: string
  after_sequence: number
  content: string
  created_at: Date
  /** Null once that account has been deleted. */
  author_id: string | null
  author_name: string | null
  /** Null of an API key. */
  author_email: string | null
  /** Ids of staff, in the order in which they were named. */
  mentions: string[]
}

export interface NewNote extends Pick<SupportNote, 'chatId' | 'afterSequence' | 'clientId' | 'content'> {
  authorId: string
  mentions: string[]
  /** For how long mentions stay unseen before an e-mail tells of them; null for none. */
  emailDelaySeconds: number | null
}

/** The unseen mentions of one member of staff in one chat, claimed by one process. */
export interface DueMentions {
  staff_id: string
  email: string
  name: string | null
  deactivated: boolean
  chat_id: string
  /** Name or address of the chat's user. */
  user_name: string
  /** The newest of the notes, and who wrote it: null once that account has been deleted. */
  note_id: string
  content: string
  author_name: string | null
  count: number
  attempt: number
  note_ids: string[]
}

/** The only writer of `support_notes` and `support_note_mentions`. */
@Injectable()
export class NoteRepository {
  /** The newest `limit` of a chat, oldest first. */
  ofChat(reader: Reader, chatId: string, limit: number): Promise<NoteRow[]> {
    return query(reader, statements.NOTES_OF_CHAT, [chatId, limit])
  }

  /** In no order; without those that are gone. */
  byIds(reader: Reader, ids: string[]): Promise<NoteRow[]> {
    return query(reader, statements.NOTES_BY_ID, [ids])
  }

  async findByClientId(reader: Reader, chatId: string, authorId: string, clientId: string): Promise<NoteRow | null> {
    const [note] = await query<NoteRow[]>(reader, statements.NOTE_BY_CLIENT_ID, [chatId, authorId, clientId])
    return note ?? null
  }

  /** Needs the chat's lock: so notes get their times in the order in which they are committed. */
  async add(tx: Transaction, { mentions, emailDelaySeconds, ...note }: NewNote): Promise<NoteRow> {
    const id = uuidv7()
    await tx.manager.insert(SupportNote, { id, ...note, createdAt: () => 'clock_timestamp()' })
    const { chatId } = note
    const rows = mentions.map((staffId, at) => {
      // Who names themselves knows of it.
      const seconds = staffId === note.authorId ? null : emailDelaySeconds
      const emailDueAt = seconds === null ? null : () => `now() + make_interval(secs => ${seconds})`
      return { noteId: id, staffId, chatId, position: at + 1, emailDueAt }
    })
    if (rows.length > 0) await tx.manager.insert(NoteMention, rows)
    const [added] = await query<[NoteRow]>(tx, statements.NOTES_BY_ID, [[id]])
    return added
  }

  /** @returns whether there were any that the member of staff had not seen */
  async markMentionsSeen(tx: Transaction, chatId: string, staffId: string): Promise<boolean> {
    const [, seen] = await query<[unknown, number]>(tx, statements.MARK_MENTIONS_SEEN, [chatId, staffId])
    return seen > 0
  }

  /** Those that have been due longest; null where none are. */
  async claimMentions(tx: Transaction, leaseSeconds: number): Promise<DueMentions | null> {
    const [due] = await query<DueMentions[]>(tx, statements.CLAIM_MENTIONS, [leaseSeconds])
    return due ?? null
  }

  /** @param seconds until they are due again; null where they are not */
  async settleMentions(tx: Transaction, { staff_id, note_ids }: DueMentions, seconds: number | null): Promise<void> {
    await query(tx, statements.SETTLE_MENTIONS, [staff_id, note_ids, seconds])
  }
}
