import { computed, inject, Injectable } from '@angular/core'
import type { SupportChatListItem } from '@support-chat/shared'
import { t } from '../language/words.js'
import { Clock } from '../time/clock.js'
import { durationSince } from '../time/short-age.js'
import { InboxPreferences } from './inbox-preferences.js'

/** How long a user waits, in words. */
export interface WaitingWords {
  readonly words: string
  /** Longer than the reader has set. */
  readonly isLong: boolean
}

/** Says how long users wait for an answer, and from when on that is too long. */
@Injectable({ providedIn: 'root' })
export class Waiting {
  private readonly clock = inject(Clock)
  private readonly longAfter = inject(InboxPreferences).longAfter
  private readonly longAfterMs = computed(() => Number(this.longAfter.value()) * 60_000)

  /** Null for a chat that needs no reply. */
  of({ needs_reply, waiting_since }: Pick<SupportChatListItem, 'needs_reply' | 'waiting_since'>): WaitingWords | null {
    if (!needs_reply || waiting_since === null) return null
    const now = this.clock.now()
    const age = now - Date.parse(waiting_since)
    const words = age < 60_000 ? t('chats.needsReply') : t('chats.waiting', { time: durationSince(waiting_since, now) })
    return { words, isLong: age >= this.longAfterMs() }
  }
}
