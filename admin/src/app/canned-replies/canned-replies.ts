import { inject, Injectable, signal } from '@angular/core'
import { type CannedReply, type CannedReplyBody, type CannedReplyList, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { RequestState } from '../ui/request-state.js'
import { LiveConnection } from '../connection/live-connection.js'

/** The replies that all of staff share, for the composer to insert and the settings to change. */
@Injectable()
export class CannedReplies {
  private readonly connection = inject(LiveConnection)
  readonly request = new RequestState<'shortcut' | 'content'>()

  /** By shortcut. Null until they have been loaded once. */
  readonly all = signal<readonly CannedReply[] | null>(null)
  /** Unsaved text of forms, by the reply's id or `new`: it survives a visit to another page. */
  readonly unsaved = new Map<string, CannedReplyBody>()

  /** Loads them again; the known ones stay meanwhile. */
  load(): Promise<boolean> {
    return this.request.run(async () => {
      const { canned_replies } = await this.connection.get<CannedReplyList>(staffRoutes.cannedReplies)
      this.all.set(canned_replies)
    })
  }

  /** Changes the reply with this id, or adds one where it is null. @returns whether it worked */
  save(id: string | null, body: CannedReplyBody): Promise<boolean> {
    return this.request.run(async () => {
      const saved = id
        ? await this.connection.put<CannedReply>(staffRoutes.cannedReply(id), body)
        : await this.connection.post<CannedReply>(staffRoutes.cannedReplies, body)
      this.all.update((all) => [...without(all, saved.id), saved].sort(byShortcut))
    })
  }

  /** @returns whether it is gone, also where another staff member was faster */
  remove(id: string): Promise<boolean> {
    return this.request.run(async () => {
      await this.connection.delete(staffRoutes.cannedReply(id)).catch((error: unknown) => {
        if (toApiError(error).code !== 'not_found') throw error
      })
      this.all.update((all) => without(all, id))
    })
  }
}

const without = (all: readonly CannedReply[] | null, id: string): CannedReply[] =>
  (all ?? []).filter((reply) => reply.id !== id)

/** As the server orders them. */
const byShortcut = (one: CannedReply, other: CannedReply): number => (one.shortcut < other.shortcut ? -1 : 1)
