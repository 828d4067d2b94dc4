import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Reader } from '../database/transaction.js'
import { EXPORTED_CHAT, EXPORTED_EMAILS, EXPORTED_USER, EXPORTED_VISIT } from './export.sql.js'

export interface ExportedChat {
  id: string
  last_sequence: number
}

/** Reads what an export tells, row by row as it is kept. */
@Injectable()
export class ExportRepository {
  async user(reader: Reader, userId: string): Promise<object | null> {
    const [row] = await query<object[]>(reader, EXPORTED_USER, [userId])
    return row ?? null
  }

  async chat(reader: Reader, userId: string): Promise<ExportedChat | null> {
    const [row] = await query<ExportedChat[]>(reader, EXPORTED_CHAT, [userId])
    return row ?? null
  }

  emails(reader: Reader, chatId: string): Promise<object[]> {
    return query(reader, EXPORTED_EMAILS, [chatId])
  }

  visits(reader: Reader, userId: string): Promise<object[]> {
    return query(reader, EXPORTED_VISIT, [userId])
  }
}
