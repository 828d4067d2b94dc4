import { inject, Injectable } from '@angular/core'
import { type ApiError, type BulkResult, MAX_BULK_CHATS, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { counted } from '../../language/later.js'
import type { Chat } from '../chat-cards.js'
import { ChatsStore } from '../chats-store.js'
import { type Done, Notices } from '../notices.js'
import { type Change, refusalWords, type TeamChange } from './team-changes.js'

/** The server changes each chat in a transaction of its own. */
const TIMEOUT_MS = 60_000

interface Result {
  readonly done: readonly Chat[]
  readonly failed: readonly Chat[]
  /** Why, for each that failed. */
  readonly errors: readonly ApiError[]
}

/** Assigns, tags and puts off any number of chats, and offers an undo. Nothing here rejects: {@link Notices} say what failed. */
@Injectable()
export class BulkChanges {
  private readonly connection = inject(LiveConnection)
  private readonly store = inject(ChatsStore)
  private readonly notices = inject(Notices)

  /** @returns the chats that are not as was asked for */
  async make(change: TeamChange, chats: readonly Chat[]): Promise<readonly Chat[]> {
    const { done, failed, errors } = await this.send(change.change, chats)
    this.notices.fail(
      failed.length === 0
        ? null
        : {
            words: () => failureWords(change, chats.length, errors),
            ...(errors.some(({ code }) => refusalWords(change, code) === null)
              ? { tryAgain: () => this.make(change, failed).then(() => undefined) }
              : {}),
          },
    )
    if (done.some((chat) => change.takeBack(chat) !== null)) this.notices.add(new Made(change, done, this.takeBack))
    return failed
  }

  /** As each of the chats was before. */
  private readonly takeBack = async (change: TeamChange, chats: readonly Chat[]): Promise<void> => {
    const ways = new Map<string, Chat[]>()
    for (const chat of chats) {
      const way = change.takeBack(chat)
      const now = this.store.find(chat.id)
      // The event may still be on its way: then the chat has the version from before.
      const isChanged = now !== undefined && now.version !== chat.version && !change.isInForce(now)
      if (!way || isChanged) continue
      const key = JSON.stringify(way)
      ways.set(key, [...(ways.get(key) ?? []), chat])
    }
    const results = await Promise.all([...ways].map(([way, those]) => this.send(JSON.parse(way) as Change, those)))
    const failed = results.flatMap((result) => result.failed)
    if (failed.length === 0) return
    const errors = results.flatMap((result) => result.errors)
    this.notices.fail({
      words: () => `${counted('teamChanges.notTakenBack', failed.length)} ${reasons(change, errors)}`,
      tryAgain: () => this.takeBack(change, failed),
    })
  }

  /** In as few requests as the server takes, one after the other. */
  private async send(change: Change, chats: readonly Chat[]): Promise<Result> {
    const errors = new Map<string, ApiError>()
    let outage: ApiError | null = null
    for (let start = 0; start < chats.length; start += MAX_BULK_CHATS) {
      const ids = chats.slice(start, start + MAX_BULK_CHATS).map(({ id }) => id)
      const all = (error: ApiError) => ids.map((chat_id) => ({ chat_id, error }))
      const failed: BulkResult['failed'] = outage
        ? all(outage)
        : await this.sendPart(change, ids).catch((error: unknown) => {
            outage = toApiError(error)
            return all(outage)
          })
      for (const { chat_id, error } of failed) errors.set(chat_id, error)
    }
    // No event tells of it.
    if (this.connection.mustPoll()) void this.store.load()
    return {
      done: chats.filter(({ id }) => !errors.has(id)),
      failed: chats.filter(({ id }) => errors.has(id)),
      errors: [...errors.values()],
    }
  }

  private async sendPart(change: Change, chat_ids: string[]): Promise<BulkResult['failed']> {
    return (await this.connection.post<BulkResult>(staffRoutes.bulk, { chat_ids, ...change }, TIMEOUT_MS)).failed
  }
}

/** Chats that were changed alike, in one go or in several. */
class Made implements Done {
  constructor(
    private readonly change: TeamChange,
    /** As they were before. */
    private readonly chats: readonly Chat[],
    private readonly takeBack: (change: TeamChange, chats: readonly Chat[]) => Promise<void>,
  ) {}

  words(): string {
    const { kind, name } = this.change
    const who = this.chats[0]?.user_email ?? ''
    return counted(`teamChanges.${kind}.done`, this.chats.length, { name, who })
  }

  undo(): Promise<void> {
    return this.takeBack(this.change, this.chats)
  }

  with(later: Done): Done | undefined {
    if (!(later instanceof Made) || JSON.stringify(later.change) !== JSON.stringify(this.change)) return undefined
    const others = later.chats.filter(({ id }) => !this.chats.some((chat) => chat.id === id))
    return new Made(this.change, [...this.chats, ...others], this.takeBack)
  }
}

function failureWords(change: TeamChange, count: number, errors: readonly ApiError[]): string {
  const kind = change.kind === 'taken' ? 'assigned' : change.kind
  const what = counted(`teamChanges.${kind}.failed`, count, { failed: errors.length })
  return `${what} ${reasons(change, errors)}`
}

/** Each reason once. */
const reasons = (change: TeamChange, errors: readonly ApiError[]): string =>
  [...new Set(errors.map((error) => refusalWords(change, error.code) ?? errorWords(error)))].join(' ')
