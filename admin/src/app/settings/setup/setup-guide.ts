import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core'
import { StaffSession } from '../../auth/staff-session.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { OwnProfile } from '../own-profile.js'
import { BrandForm } from '../widget/brand-form.js'
import { WidgetSettingsStore } from '../widget/widget-settings.js'
import { EmbedStep } from './embed-step.js'
import { InviteStep } from './invite-step.js'
import { SetupFacts } from './setup-facts.js'
import { SignInStep } from './sign-in-step.js'
import { doneSteps, type Step, STEPS } from './steps.js'
import { TryStep } from './try-step.js'

/** From a new installation to the first message, a step at a time, in any order. What is done is read from what there is. */
@Component({
  selector: 'app-setup-guide',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [BrandForm, EmbedStep, Icon, InviteStep, OwnProfile, SignInStep, TryStep],
  providers: [WidgetSettingsStore],
  templateUrl: './setup-guide.html',
  styleUrls: ['../../ui/page.css', '../widget/stack.css', './setup-guide.css'],
})
export class SetupGuide {
  protected readonly t = t
  protected readonly errorWords = errorWords
  protected readonly setup = inject(SetupFacts)
  protected readonly widget = inject(WidgetSettingsStore)
  private readonly me = inject(StaffSession).user
  private readonly title = viewChild<ElementRef<HTMLElement>>('title')
  protected readonly steps = STEPS
  protected readonly done = computed(() => {
    const facts = this.setup.facts()
    return facts ? doneSteps(facts, this.me(), this.widget.settings()) : new Set<Step>()
  })
  private readonly chosen = signal<Step | null>(null)
  protected readonly step = computed(() => this.chosen() ?? 'you')
  protected readonly next = computed(() => STEPS[STEPS.indexOf(this.step()) + 1])

  constructor() {
    void this.widget.load()
    // It begins with the first that is not done, and stays with it when it is.
    effect(() => {
      if (this.chosen() || !this.setup.facts() || !this.widget.settings()) return
      this.chosen.set(STEPS.find((step) => !this.done().has(step)) ?? 'try')
    })
  }

  protected loadAll(): void {
    void this.setup.load()
    void this.widget.load()
  }

  /** Keyboard and screen reader go on at the beginning of the step. */
  protected go(step: Step): void {
    this.chosen.set(step)
    this.title()?.nativeElement.focus()
  }
}
