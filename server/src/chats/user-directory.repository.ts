import { Injectable } from '@nestjs/common'
import type { Reader, Transaction } from '../database/transaction.js'
import { SEARCH_SETTINGS } from './chat-search.sql.js'
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
    const [row] = await reader.manager.query<DirectoryRow[]>(FIND_USER, [externalId])
    return row ?? null
  }

  /** Newest first: a UUID v7 grows with time. @param after the last one of the page before */
  page(reader: Reader, after: string | null, limit: number): Promise<DirectoryRow[]> {
    return reader.manager.query(LIST_USERS, [after ?? NEWEST, limit])
  }

  /** The same, of those whose words or external id are found. */
  async search(
    { manager }: Transaction,
    { words, externalId }: UserSearch,
    after: string | null,
    limit: number,
  ): Promise<DirectoryRow[]> {
    await manager.query(SEARCH_SETTINGS)
    const [{ frequent }] = await manager.query<[{ frequent: boolean }]>(COUNT_USERS, [words, externalId])
    return manager.query(searchUsers(frequent), [words, externalId, after ?? NEWEST, limit])
  }
}
