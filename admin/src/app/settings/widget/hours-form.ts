import { ChangeDetectionStrategy, Component, computed, effect, inject, signal, untracked } from '@angular/core'
import { type ApiError, type OpeningHours, MAX_HOURS_EXCEPTIONS, MAX_WEEKLY_HOURS } from '@support-chat/shared'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { perLocale } from '../../language/locale.js'
import { shortDate } from '../../time/calendar.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { SubmitButton } from '../../ui/submit-button.js'
import {
  type ExceptionRow,
  type HoursProblem,
  type HoursRow,
  nextInterval,
  problemOf,
  toExceptions,
  toRow,
  toWeekly,
  weekOf,
  WORKDAYS,
} from './opening-hours.js'
import { WidgetSettingsStore } from './widget-settings.js'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
const weekday = perLocale((tag) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }))
/** 5 January 1970 was a Monday. */
const nameOf = (day: number): string => weekday().format(new Date((day + 3) * 86_400_000))

/** When the team is there: several intervals a day, and what holds on some dates instead. */
@Component({
  selector: 'app-hours-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, SubmitButton],
  templateUrl: './hours-form.html',
  styleUrls: ['../../ui/page.css', './stack.css', './hours-form.css'],
})
export class HoursForm {
  protected readonly t = t
  protected readonly nameOf = nameOf
  private readonly store = inject(WidgetSettingsStore)
  protected readonly days = DAYS
  protected readonly request = new RequestState<'hours'>()
  protected readonly done = signal(false)

  protected readonly timeZone = signal('UTC')
  protected readonly weekly = signal<readonly HoursRow[]>([])
  protected readonly exceptions = signal<readonly ExceptionRow[]>([])
  protected readonly isFull = computed(() => this.weekly().length >= MAX_WEEKLY_HOURS)
  protected readonly isFullOfDates = computed(() => this.exceptions().length >= MAX_HOURS_EXCEPTIONS)
  /** What is set is among them, also where this browser does not know it. */
  protected readonly timeZones = computed(() => [
    ...new Set([this.timeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')]),
  ])

  constructor() {
    effect(() => {
      const hours = this.store.settings()?.hours
      if (hours) untracked(() => this.show(hours))
    })
  }

  protected intervalsOf(day: number): { index: number; row: HoursRow }[] {
    return this.weekly().flatMap((row, index) => (row.day === day ? [{ index, row }] : []))
  }

  protected add(day: number): void {
    this.setWeekly([...this.weekly(), nextInterval(day, this.weekly())])
  }

  protected addWorkdays(): void {
    // Somebody who sets hours for the first time is likely to mean the clock on their own wall.
    if (this.timeZone() === 'UTC') this.timeZone.set(Intl.DateTimeFormat().resolvedOptions().timeZone)
    this.setWeekly(WORKDAYS)
  }

  protected change(index: number, changes: Partial<HoursRow>): void {
    this.setWeekly(this.weekly().map((row, at) => (at === index ? { ...row, ...changes } : row)))
  }

  protected remove(index: number): void {
    this.setWeekly(this.weekly().filter((_, at) => at !== index))
  }

  protected addDate(): void {
    this.setExceptions([...this.exceptions(), { date: '', isClosed: true, from: '09:00', to: '12:00' }])
  }

  protected changeDate(index: number, changes: Partial<ExceptionRow>): void {
    this.setExceptions(this.exceptions().map((row, at) => (at === index ? { ...row, ...changes } : row)))
  }

  protected removeDate(index: number): void {
    this.setExceptions(this.exceptions().filter((_, at) => at !== index))
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    this.done.set(false)
    const problem = problemOf(this.weekly(), this.exceptions())
    if (problem) return this.request.refuse('hours', problemWords(problem))
    const hours = {
      time_zone: this.timeZone(),
      weekly: toWeekly(this.weekly()),
      exceptions: toExceptions(this.exceptions()),
    }
    if (await this.request.run(() => this.store.save({ hours }))) this.done.set(true)
  }

  protected words(error: ApiError): string {
    return error.code === 'invalid_request' ? t('settings.widget.invalid') : errorWords(error)
  }

  private setWeekly(rows: readonly HoursRow[]): void {
    this.weekly.set(rows)
    this.request.reset()
    this.done.set(false)
  }

  private setExceptions(rows: readonly ExceptionRow[]): void {
    this.exceptions.set(rows)
    this.request.reset()
    this.done.set(false)
  }

  private show(hours: OpeningHours): void {
    this.timeZone.set(hours.time_zone)
    this.weekly.set(weekOf(hours))
    this.exceptions.set(hours.exceptions.map(toRow))
  }
}

function problemWords(problem: HoursProblem): string {
  switch (problem.kind) {
    case 'overlap':
      return overlap(problem.pair, ({ day }) => nameOf(day))
    case 'overlapOfDates':
      return overlap(problem.pair, ({ date }) => shortDate(`${date}T12:00`))
    case 'closedAgain':
      return t('settings.widget.hours.closedAgain', { date: shortDate(`${problem.date}T12:00`) })
    case 'incomplete':
      return t('settings.widget.hours.incomplete')
    case 'empty':
      return t('settings.widget.hours.noInterval')
  }
}

function overlap<T extends { from: string; to: string }>(
  [one, other]: readonly [T, T],
  name: (row: T) => string,
): string {
  const words = (row: T) => t('settings.widget.hours.interval', { day: name(row), from: row.from, to: row.to })
  return t('settings.widget.hours.overlap', { one: words(one), other: words(other) })
}
