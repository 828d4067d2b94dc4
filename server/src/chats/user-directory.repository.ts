import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Reader, Transaction } from '../database/transaction.js'
import { SEARCH_SETTINGS } from './search-words.sql.js'
import { COUNT_USERS, FIND_USER, LIST_USERS, searchUsers } from './user-directory.sql.js'

/** A user with the chat, if there is one. */
export interface DirectoryRow {
  id: string
  external_id: string
  email: string
  name: string | null
  chat_id: string | null
}

export interface UserSearch {
  /** A `tsquery`; null where no word was typed. */
  words: string | null
  /** A pattern of `LIKE`. */
  externalId: string
}

/** Before all others in a list whose newest come first. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Reads users together with their chats. */
@Injectable()
export class UserDirectoryRepository {
  async find(reader: Reader, externalId: string): Promise<DirectoryRow | null> {
    const [row] = await query<DirectoryRow[]>(reader, FIND_USER, [externalId])
    return row ?? null
  }

  /** Newest first: a UUID v7 grows with time. @param after the last one of the page before */
  page(reader: Reader, after: string | null, limit: number): Promise<DirectoryRow[]> {
    return query(reader, LIST_USERS, [after ?? NEWEST, limit])
  }

  /** The same, of those whose words or external id are found. */
  async search(
    tx: Transaction,
    { words, externalId }: UserSearch,
    after: string | null,
    limit: number,
  ): Promise<DirectoryRow[]> {
    await query(tx, SEARCH_SETTINGS)
    const [{ frequent }] = await query<[{ frequent: boolean }]>(tx, COUNT_USERS, [words, externalId])
    return query(tx, searchUsers(frequent), [words, externalId, after ?? NEWEST, limit])
  }
}
