import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core'
import { API_SCOPES, MAX_API_KEYS, type ApiKey } from '@support-chat/shared'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { shortDate } from '../time/calendar.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { Confirmation } from '../ui/confirmation.js'
import { CopyField } from '../ui/copy-field.js'
import { Icon } from '../ui/icon.js'
import { selectField } from '../ui/select-field.js'
import { ApiKeys } from './api-keys.js'

const DAY_MS = 24 * 3600 * 1000

/** Days that a key may last; null for one that does not expire. */
const LIFETIMES = { month: 30, quarter: 90, year: 365, never: null } as const
type Lifetime = keyof typeof LIFETIMES

/** The API keys of the company's programs: make one, see which are used, revoke them. */
@Component({
  selector: 'app-api-keys-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, CopyField, Icon],
  providers: [ApiKeys],
  templateUrl: './api-keys-page.html',
  styleUrls: ['../ui/page.css', './accounts.css', './api-keys-page.css'],
})
export class ApiKeysPage {
  protected readonly t = t
  protected readonly keys = inject(ApiKeys)
  private readonly clock = inject(Clock)
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form')
  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name')

  protected readonly scopes = API_SCOPES
  protected readonly lifetimes = Object.keys(LIFETIMES) as Lifetime[]
  protected readonly placeholders = [1, 2, 3]
  protected readonly request = this.keys.request
  protected readonly problem = this.request.problem
  /** The key to be revoked once the reader confirms. */
  protected readonly leaving = signal<ApiKey | null>(null)
  protected readonly failure = computed(() => {
    const error = this.request.error()
    if (!error) return null
    return error.code === 'conflict' ? t('settings.keys.tooMany', { count: MAX_API_KEYS }) : errorWords(error)
  })

  constructor() {
    void this.keys.load()
  }

  protected isExpired({ expires_at }: ApiKey): boolean {
    return expires_at !== null && Date.parse(expires_at) <= this.clock.now()
  }

  protected lastUsed({ last_used_at }: ApiKey): string {
    if (!last_used_at) return t('settings.keys.neverUsed')
    return t('settings.keys.lastUsed', { when: relativeTime(last_used_at, this.clock.now()) })
  }

  protected expiry({ expires_at }: ApiKey): string {
    return expires_at ? t('settings.keys.expires', { date: shortDate(expires_at) }) : t('settings.keys.expiresNever')
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault()
    const field = this.name().nativeElement
    const given = new FormData(this.form().nativeElement)
    const scopes = API_SCOPES.filter((scope) => given.getAll('scope').includes(scope))
    this.problem.set(null)
    if (!field.value.trim()) {
      this.request.refuse('name', t('settings.keys.nameMissing'))
      return selectField(field)
    }
    if (scopes.length === 0) {
      this.request.refuse('scopes', t('settings.keys.scopesMissing'))
      this.form().nativeElement.querySelector<HTMLInputElement>('[name=scope]')?.focus()
      return
    }
    const days = LIFETIMES[given.get('lifetime') as Lifetime]
    const expires_at = days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString()
    if (await this.keys.create({ name: field.value.trim(), scopes, expires_at })) this.form().nativeElement.reset()
  }

  protected async revoke(): Promise<void> {
    const key = this.leaving()
    if (key) await this.keys.revoke(key)
  }
}
