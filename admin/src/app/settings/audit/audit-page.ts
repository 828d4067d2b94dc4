import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { AUDIT_ACTIONS, type AuditEntry } from '@support-chat/shared'
import { locale } from '../../language/locale.js'
import { t } from '../../language/later.js'
import { exactTime, timeToTheSecond } from '../../time/calendar.js'
import { Icon } from '../../ui/icon.js'
import { type AuditFilter, AuditLog } from './audit-log.js'
import { actionWords, detailsOf, startOfDay } from './audit-words.js'

/** Who did what, newest first: filtered, and saved as a file. */
@Component({
  selector: 'app-audit-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink],
  providers: [AuditLog],
  templateUrl: './audit-page.html',
  styleUrls: ['../../ui/page.css', '../accounts.css', './audit-page.css'],
})
export class AuditPage {
  protected readonly t = t
  protected readonly exactTime = exactTime
  protected readonly timeToTheSecond = timeToTheSecond
  protected readonly actionWords = actionWords
  protected readonly detailsOf = detailsOf
  protected readonly log = inject(AuditLog)
  private readonly form = viewChild.required<ElementRef<HTMLFormElement>>('form')

  protected readonly placeholders = [1, 2, 3, 4]
  protected readonly actions = computed(() =>
    AUDIT_ACTIONS.map((id) => ({ id, words: actionWords(id) })).sort((one, other) =>
      one.words.localeCompare(other.words, locale()),
    ),
  )
  protected readonly isFiltered = computed(() => Object.keys(this.log.filter()).length > 0)
  private readonly names = computed(
    () => new Map(this.log.staff().map(({ id, name, email }) => [id, name ?? email] as const)),
  )

  protected applyFilter(): void {
    const given = new FormData(this.form().nativeElement)
    const of = (name: string) => given.get(name) as string
    const fields = {
      actor: of('actor'),
      action: of('action'),
      from: startOfDay(of('from')),
      to: startOfDay(of('until'), 1),
    }
    this.log.filter.set(Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) as AuditFilter)
  }

  protected clear(): void {
    this.form().nativeElement.reset()
    this.log.filter.set({})
  }

  protected actor({ actor }: AuditEntry): string {
    return actor ? (actor.name ?? t('settings.audit.deleted')) : t('settings.audit.nobody')
  }

  /** The name of whom it was done to, where that is somebody else of staff. */
  protected target({ actor, target: { type, id } }: AuditEntry): string | null {
    return type === 'staff' && id !== null && id !== actor?.id ? (this.names().get(id) ?? null) : null
  }
}
