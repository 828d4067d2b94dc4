import { Injectable } from '@nestjs/common'
import { query } from '../database/sql.js'
import type { Reader } from '../database/transaction.js'
import { type MeasuredReply, REPLY_DAYS } from './reply-time.js'
import { FIND_FIRST_ANSWERS, FIND_MEMBERS } from './team.sql.js'

/** Of those who were seen last. */
const MAX_MEMBERS = 50
/** A team that answers more often in 30 days is measured by the newest ones. */
const MAX_ANSWERS = 2_000

export interface MemberRow {
  id: string
  name: string | null
  avatar_id: string | null
}

export interface FirstAnswer extends MeasuredReply {
  readonly senderId: string | null
}

/** Reads who is on the team, and how quickly it answers. */
@Injectable()
export class TeamRepository {
  members(reader: Reader): Promise<MemberRow[]> {
    return query(reader, FIND_MEMBERS, [MAX_MEMBERS])
  }

  /** Newest first. */
  firstAnswers(reader: Reader): Promise<FirstAnswer[]> {
    return query(reader, FIND_FIRST_ANSWERS, [REPLY_DAYS, MAX_ANSWERS])
  }
}
