import { inject, Injectable } from '@angular/core'
import { Preferences } from '../storage/preferences.js'

/** Where to go when the open chat is archived. */
export const AFTER_ARCHIVING = ['stay', 'next', 'list'] as const
export type AfterArchiving = (typeof AFTER_ARCHIVING)[number]

/** Minutes after which a user waits too long. */
export const LONG_AFTER = ['30', '5', '15', '60', '240'] as const

/** How one goes from chat to chat in this browser. */
@Injectable({ providedIn: 'root' })
export class InboxPreferences {
  private readonly preferences = inject(Preferences)
  readonly afterArchiving = this.preferences.oneOf('support-chat.after-archiving', AFTER_ARCHIVING)
  readonly longAfter = this.preferences.oneOf('support-chat.waiting-long', LONG_AFTER)
}
