import { ChangeDetectionStrategy, Component, computed, effect, inject, output, signal, untracked } from '@angular/core'
import {
  type ApiError,
  MAX_GREETING_LENGTH,
  MAX_HEADING_LENGTH,
  MAX_TEAM_NAME_LENGTH,
  MAX_TOPIC_LENGTH,
  MAX_TOPICS,
  type WidgetBrand,
} from '@support-chat/shared'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { RequestState } from '../../ui/request-state.js'
import { SubmitButton } from '../../ui/submit-button.js'
import { BUILT_IN, faintThemes, isColour } from './contrast.js'
import { WidgetPreview } from './widget-preview.js'
import { WidgetSettingsStore } from './widget-settings.js'

const POSITIONS = ['bottom-right', 'bottom-left'] as const
const NOTHING: WidgetBrand = { accent: '', heading: '', position: 'bottom-right' }

type Field = 'accent' | 'topics'

/** How the widget looks, and what it says before anybody writes, with a preview that follows each key. */
@Component({
  selector: 'app-brand-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, SubmitButton, WidgetPreview],
  templateUrl: './brand-form.html',
  styleUrls: ['../../ui/page.css', './stack.css', './brand-form.css'],
})
export class BrandForm {
  protected readonly t = t
  private readonly store = inject(WidgetSettingsStore)
  /** It is stored. */
  readonly saved = output()
  protected readonly positions = POSITIONS
  protected readonly builtIn = BUILT_IN.light
  protected readonly longest = {
    heading: MAX_HEADING_LENGTH,
    name: MAX_TEAM_NAME_LENGTH,
    greeting: MAX_GREETING_LENGTH,
    topic: MAX_TOPIC_LENGTH,
    topics: MAX_TOPICS,
  }
  protected readonly request = new RequestState<Field>()
  protected readonly problem = this.request.problem
  protected readonly done = signal(false)

  protected readonly brand = signal(NOTHING)
  protected readonly teamName = signal('')
  protected readonly greeting = signal('')
  /** One a line. */
  protected readonly topics = signal('')
  protected readonly topicList = computed(() => [
    ...new Set(
      this.topics()
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ])
  protected readonly faint = computed(() => {
    const { accent } = this.brand()
    return isColour(accent) ? faintThemes(accent) : []
  })

  constructor() {
    effect(() => {
      const settings = this.store.settings()
      if (settings) untracked(() => this.show(settings))
    })
  }

  protected change(changes: Partial<WidgetBrand>): void {
    this.brand.update((brand) => ({ ...brand, ...changes }))
    this.done.set(false)
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    const { accent } = this.brand()
    const topics = this.topicList()
    this.done.set(false)
    if (accent && !isColour(accent)) return this.request.refuse('accent', t('settings.widget.accentInvalid'))
    const long = topics.find((topic) => [...topic].length > MAX_TOPIC_LENGTH)
    if (long)
      return this.request.refuse('topics', t('settings.widget.topicLong', { topic: long, count: MAX_TOPIC_LENGTH }))
    if (topics.length > MAX_TOPICS) {
      return this.request.refuse('topics', t('settings.widget.topicsMany', { count: MAX_TOPICS }))
    }
    const changes = { brand: this.brand(), team_name: this.teamName(), greeting: this.greeting(), topics }
    if (!(await this.request.run(() => this.store.save(changes)))) return
    this.done.set(true)
    this.saved.emit()
  }

  protected words(error: ApiError): string {
    return error.code === 'invalid_request' ? t('settings.widget.invalid') : errorWords(error)
  }

  private show({ brand, team_name, greeting, topics }: NonNullable<ReturnType<WidgetSettingsStore['settings']>>): void {
    this.brand.set(brand)
    this.teamName.set(team_name)
    this.greeting.set(greeting)
    this.topics.set(topics.join('\n'))
  }
}
