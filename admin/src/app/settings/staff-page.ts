import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal, viewChild } from '@angular/core'
import type { StaffMember } from '@support-chat/shared'
import { CopyField } from '../ui/copy-field.js'
import { Icon } from '../ui/icon.js'
import { selectField } from '../ui/select-field.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { StaffSession } from '../auth/staff-session.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { Confirmation } from '../ui/confirmation.js'
import { StaffMembers } from './staff-members.js'

type Standing = 'active' | 'invited' | 'deactivated'

/** The members of staff: invite, deactivate and reactivate them. */
@Component({
  selector: 'app-staff-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, CopyField, Icon],
  providers: [StaffMembers],
  templateUrl: './staff-page.html',
  styleUrls: ['../ui/page.css', './accounts.css'],
})
export class StaffPage {
  protected readonly t = t
  protected readonly members = inject(StaffMembers)
  private readonly session = inject(StaffSession)
  private readonly clock = inject(Clock)
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email')
  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name')

  protected readonly placeholders = [1, 2, 3]
  protected readonly request = this.members.request
  /** The member to be deactivated once the reader confirms. */
  protected readonly leaving = signal<StaffMember | null>(null)
  protected readonly failure = computed(() => {
    const error = this.request.error()
    if (!error) return null
    return error.code === 'conflict' ? t('settings.staff.conflict') : errorWords(error)
  })

  constructor() {
    void this.members.load()
  }

  protected isSelf(member: StaffMember): boolean {
    return member.id === this.session.user()?.id
  }

  protected standing(member: StaffMember): Standing {
    if (member.deactivated_at) return 'deactivated'
    return member.invited ? 'invited' : 'active'
  }

  protected lastSeen(member: StaffMember): string {
    if (!member.last_seen_at) return t('settings.staff.neverSeen')
    return t('settings.staff.lastSeen', { when: relativeTime(member.last_seen_at, this.clock.now()) })
  }

  protected async invite(event: Event): Promise<void> {
    event.preventDefault()
    const email = this.email().nativeElement
    const name = this.name().nativeElement
    this.request.problem.set(null)
    if (!email.value.trim() || !email.checkValidity()) {
      this.request.refuse('email', t('settings.staff.emailInvalid'))
      return selectField(email)
    }
    if (await this.members.invite(email.value.trim(), name.value.trim())) {
      email.value = name.value = ''
    } else if (this.request.error()?.code === 'conflict') {
      this.request.blame('email', t('settings.staff.taken'))
      selectField(email)
    }
  }

  protected async renew(member: StaffMember): Promise<void> {
    await this.members.invite(member.email, member.name ?? '')
  }

  protected async deactivate(): Promise<void> {
    const member = this.leaving()
    if (member) await this.members.setActive(member, false)
  }
}
