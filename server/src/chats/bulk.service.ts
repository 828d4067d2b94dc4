import { Injectable } from '@nestjs/common'
import { type ApiError, type BulkBody, type BulkResult, MAX_TAGS } from '@support-chat/shared'
import type { Principal } from '../auth/principal.js'
import { WallClock } from '../common/clock.js'
import { AppError } from '../common/errors/app-error.js'
import { toAppError } from '../common/errors/to-app-error.js'
import { UnitOfWork } from '../database/unit-of-work.js'
import type { ChatWishes } from './chat-changes.js'
import { ChatsService } from './chats.service.js'
import { TeamService, toFuture } from './team.service.js'

type BulkChanges = Omit<BulkBody, 'chat_ids'>

/** Changes several chats alike. */
@Injectable()
export class BulkService {
  /** @internal Nest makes it. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly team: TeamService,
    private readonly chats: ChatsService,
    private readonly clock: WallClock,
  ) {}

  /**
   * Changes each chat in a transaction of its own: one that fails keeps no other from being changed.
   * @throws AppError `invalid_request`; `unauthenticated` once the caller's sessions are void
   */
  async change(principal: Principal, { chat_ids, archive, ...body }: BulkBody): Promise<BulkResult> {
    const wishes = toWishes(body, this.clock.now())
    const result: BulkResult = { done: [], failed: [] }
    let outage: ApiError | null = null
    for (const chatId of new Set(chat_ids)) {
      const error: ApiError | null = outage ?? (await this.tryOne(principal, chatId, wishes, archive))
      if (error) result.failed.push({ chat_id: chatId, error })
      else result.done.push(chatId)
      // The rest would only wait as long for the same.
      if (error?.code === 'unavailable') outage = error
    }
    return result
  }

  /** @returns why it failed */
  private async tryOne(
    principal: Principal,
    chatId: string,
    wishes: ChatWishes,
    archive: boolean | undefined,
  ): Promise<ApiError | null> {
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.team.changeIn(tx, principal, chatId, wishes)
        if (archive !== undefined) await this.chats.setArchived(principal, chatId, archive, tx)
      })
      return null
    } catch (error) {
      const known = toAppError(error)
      if (known.code === 'unauthenticated') throw known
      return known.toApiError()
    }
  }
}

function toWishes({ assignee_id, add_tags, remove_tags, snoozed_until }: BulkChanges, now: Date): ChatWishes {
  return {
    assigneeId: assignee_id?.toLowerCase() ?? assignee_id,
    tags: (add_tags ?? remove_tags) && ((now) => retag(now, add_tags ?? [], remove_tags ?? [])),
    snoozedUntil: toFuture(snoozed_until, now),
  }
}

function retag(now: readonly string[], added: string[], removed: string[]): string[] {
  const tags = [...new Set([...now, ...added])].filter((tag) => !removed.includes(tag))
  if (tags.length <= MAX_TAGS) return tags
  throw new AppError('invalid_request', `add_tags: a chat can have ${MAX_TAGS} tags at most`)
}
