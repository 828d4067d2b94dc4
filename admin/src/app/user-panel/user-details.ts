import { DestroyRef, inject, type Signal } from '@angular/core'
import { type ChatUser, staffRoutes } from '@support-chat/shared'
import { LatestAnswer } from '../connection/latest-answer.js'
import { LiveConnection } from '../connection/live-connection.js'

/**
 * The user of a chat: requested at once, and again after events that may have changed them. Create it where `inject` may be
 * called.
 */
export class UserDetails {
  private readonly answer: LatestAnswer<ChatUser>

  /** Null until it is known. Stays as it was when a request fails. */
  readonly user: Signal<ChatUser | null>
  /** Why the last request failed. */
  readonly error: LatestAnswer<ChatUser>['error']

  constructor(chatId: Signal<string>) {
    const connection = inject(LiveConnection)
    this.answer = new LatestAnswer(chatId, staffRoutes.chatUser)
    this.user = this.answer.value
    this.error = this.answer.error
    const stops = [
      connection.on('presence', ({ chat_id, side, online }) => {
        if (side !== 'user' || chat_id !== chatId()) return
        this.answer.update({ online })
        this.answer.invalidate()
      }),
      connection.on('user_moved', ({ chat_id, page_url, time_zone, context }) => {
        if (chat_id === chatId()) this.answer.update({ page_url, time_zone, context })
      }),
    ]
    inject(DestroyRef).onDestroy(() => stops.forEach((stop) => stop()))
  }

  load(): void {
    this.answer.load()
  }
}
