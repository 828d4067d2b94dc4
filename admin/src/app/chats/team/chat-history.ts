import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { type Archiving, type ChatHistory as Answer, staffRoutes } from '@support-chat/shared'
import { LatestAnswer } from '../../connection/latest-answer.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { exactTime, shortTime } from '../../time/calendar.js'
import { Clock } from '../../time/clock.js'
import { historyLines } from './history-words.js'

/** Lines that are shown until more are asked for. */
const FIRST = 8

/** What was done with a chat, by whom and why, newest first; it follows what happens. */
@Component({
  selector: 'app-chat-history',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chat-history.html',
  styleUrl: './chat-history.css',
})
export class ChatHistory {
  protected readonly t = t
  protected readonly exactTime = exactTime
  protected readonly shortTime = shortTime
  protected readonly clock = inject(Clock)

  readonly chatId = input.required<string>()
  readonly archivings = input.required<readonly Archiving[]>()

  protected readonly answer = new LatestAnswer<Answer>(this.chatId, staffRoutes.history)
  protected readonly all = signal(false)
  protected readonly lines = computed(() => {
    const answer = this.answer.value()
    return answer && historyLines(answer.entries, this.archivings())
  })
  protected readonly shown = computed(() => (this.all() ? this.lines() : this.lines()?.slice(0, FIRST)) ?? [])
  protected readonly failure = computed(() => {
    const error = this.answer.error()
    return error && this.lines() === null ? errorWords(error) : null
  })
}
