import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { t } from '../../language/later.js'
import { Clock } from '../../time/clock.js'
import { morningIn, timeAhead, timeProblem, timeWords } from './snooze-times.js'

/** A date and a time by the reader's clock, until when chats are put off. */
@Component({
  selector: 'app-snooze-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form novalidate (submit)="$event.preventDefault(); submit()">
      <label for="snooze-time">{{ t('snoozing.label') }}</label>
      <input
        #field
        id="snooze-time"
        type="datetime-local"
        max="9999-12-31T23:59"
        [value]="text()"
        [attr.aria-invalid]="problem() !== null"
        aria-describedby="snooze-hint"
        (input)="text.set(field.value); problem.set(null)"
      />
      @if (problem(); as words) {
        <p id="snooze-hint" class="error" role="alert">{{ words }}</p>
      } @else {
        <p id="snooze-hint" class="hint">{{ hint() }}</p>
      }
      <button type="submit" class="button primary">{{ t('team.snooze') }}</button>
    </form>
  `,
  styleUrl: './snooze-form.css',
})
export class SnoozeForm {
  protected readonly t = t
  private readonly clock = inject(Clock)
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')
  readonly chosen = output<Date>()

  /** Tomorrow morning to begin with. */
  protected readonly text = signal(toLocal(morningIn(this.clock.now(), 1)))
  protected readonly problem = signal<string | null>(null)
  /** As it will be understood: where clocks are put forward, a time may not exist. */
  protected readonly hint = computed(() => {
    const [time, now] = [new Date(this.text()), this.clock.now()]
    return (
      timeProblem(time, now) ?? t('snoozing.until', { time: timeWords(time), ahead: timeAhead(time, now), zone: ZONE })
    )
  })

  constructor() {
    afterNextRender(() => this.field().nativeElement.focus())
  }

  protected submit(): void {
    const time = new Date(this.text())
    const problem = timeProblem(time, Date.now())
    this.problem.set(problem)
    if (problem) this.field().nativeElement.focus()
    else this.chosen.emit(time)
  }
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** As the field has it: without a zone, to the minute. */
function toLocal(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`
}
