import { computed, inject, Injectable } from '@angular/core'
import { t } from '../language/words.js'
import { Preferences } from '../storage/preferences.js'
import { exactTime } from '../time/calendar.js'
import { Clock } from '../time/clock.js'

/** For how long notifications can be paused. */
export const PAUSES = ['hour', 'tomorrow', 'ever'] as const
export type Pause = (typeof PAUSES)[number]

const ON_OFF = ['on', 'off'] as const
const HOUR_MS = 3_600_000

/** How this browser notifies of new messages, and until when it is paused. */
@Injectable({ providedIn: 'root' })
export class NotificationSettings {
  private readonly clock = inject(Clock)
  private readonly preferences = inject(Preferences)
  readonly desktop = this.preferences.oneOf('support-chat.notify.desktop', ON_OFF)
  readonly sound = this.preferences.oneOf('support-chat.notify.sound', ON_OFF)
  /** Whether a notification shows the text of the message. */
  readonly text = this.preferences.oneOf('support-chat.notify.text', ON_OFF)
  /** Whether the reader has answered the question whether to be notified. */
  readonly asked = this.preferences.oneOf('support-chat.notify.asked', ['no', 'yes'])
  private readonly pause = this.preferences.text('support-chat.notify.paused-until')

  /** Milliseconds since 1970, infinity for until further notice; null while it is not paused. */
  readonly pausedUntil = computed(() => {
    const until = Number(this.pause.value() ?? 0)
    return until > this.clock.now() ? until : null
  })

  /** Until when it is paused, in words; null while it is not. */
  readonly paused = computed(() => {
    const until = this.pausedUntil()
    if (until === null) return null
    return until === Infinity
      ? t('notifications.pausedForGood')
      : t('notifications.pausedUntil', { time: exactTime(new Date(until).toISOString()) })
  })

  pauseFor(howLong: Pause): void {
    this.pause.set(String(endOf(howLong, Date.now())))
  }

  toggle(): void {
    if (this.isPaused()) this.resume()
    else this.pauseFor('ever')
  }

  resume(): void {
    this.pause.set(null)
  }

  /** By the exact time: {@link Clock} ticks every few seconds only. */
  isPaused(): boolean {
    return Number(this.pause.value() ?? 0) > Date.now()
  }
}

/** When a pause ends. `tomorrow` is eight in the morning. */
export function endOf(howLong: Pause, now: number): number {
  if (howLong === 'ever') return Infinity
  if (howLong === 'hour') return now + HOUR_MS
  const today = new Date(now)
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1, 8).getTime()
}
