import { Injectable } from '@nestjs/common'
import { v7 as uuidv7 } from 'uuid'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { NoteMention } from './note-mention.entity.js'
import { MARK_MENTIONS_SEEN, NOTE_BY_CLIENT_ID, NOTES_BY_ID, NOTES_OF_CHAT } from './note.sql.js'
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
}

/** The only writer of `support_notes` and `support_note_mentions`. */
@Injectable()
export class NoteRepository {
  /** The newest `limit` of a chat, oldest first. */
  ofChat(reader: Reader, chatId: string, limit: number): Promise<NoteRow[]> {
    return query(reader, NOTES_OF_CHAT, [chatId, limit])
  }

  /** In no order; without those that are gone. */
  byIds(reader: Reader, ids: string[]): Promise<NoteRow[]> {
    return query(reader, NOTES_BY_ID, [ids])
  }

  async findByClientId(reader: Reader, chatId: string, authorId: string, clientId: string): Promise<NoteRow | null> {
    const [note] = await query<NoteRow[]>(reader, NOTE_BY_CLIENT_ID, [chatId, authorId, clientId])
    return note ?? null
  }

  /** Needs the chat's lock: so notes get their times in the order in which they are committed. */
  async add(tx: Transaction, { mentions, ...note }: NewNote): Promise<NoteRow> {
    const id = uuidv7()
    await tx.manager.insert(SupportNote, { id, ...note, createdAt: () => 'clock_timestamp()' })
    const { chatId } = note
    const rows = mentions.map((staffId, at) => ({ noteId: id, staffId, chatId, position: at + 1 }))
    if (rows.length > 0) await tx.manager.insert(NoteMention, rows)
    const [added] = await query<[NoteRow]>(tx, NOTES_BY_ID, [[id]])
    return added
  }

  /** @returns whether there were any that the member of staff had not seen */
  async markMentionsSeen(tx: Transaction, chatId: string, staffId: string): Promise<boolean> {
    const [, seen] = await query<[unknown, number]>(tx, MARK_MENTIONS_SEEN, [chatId, staffId])
    return seen > 0
  }
}
