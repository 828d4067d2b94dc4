import { Injectable } from '@nestjs/common'
import { UnitOfWork } from '../database/unit-of-work.js'
import { type DueMentions, NoteRepository } from './note.repository.js'

/** Which mentions have stayed unseen for so long that an e-mail is to tell of them. */
@Injectable()
export class DueMentionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notes: NoteRepository,
  ) {}

  /** Those of one member of staff in one chat, for so long that no other process takes them meanwhile; null for none. */
  claim(leaseSeconds: number): Promise<DueMentions | null> {
    return this.unitOfWork.run((tx) => this.notes.claimMentions(tx, leaseSeconds))
  }

  /** @param seconds until they are tried again; null where they are told, or never will be */
  settle(mentions: DueMentions, seconds: number | null): Promise<void> {
    return this.unitOfWork.run((tx) => this.notes.settleMentions(tx, mentions, seconds))
  }
}
