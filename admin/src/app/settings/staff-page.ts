import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import type { StaffMember, StaffRole } from '@support-chat/shared'
import { Icon } from '../ui/icon.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { signInOptions } from '../auth/sign-in-options.js'
import { StaffSession } from '../auth/staff-session.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { Confirmation } from '../ui/confirmation.js'
import { GivenRoles } from './given-roles.js'
import { InviteForm } from './invite-form.js'
import { StaffMembers } from './staff-members.js'

type Standing = 'active' | 'invited' | 'deactivated'

/** The members of staff: invite, deactivate and reactivate them, and say what each may do. */
@Component({
  selector: 'app-staff-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, Icon, InviteForm],
  providers: [StaffMembers],
  templateUrl: './staff-page.html',
  styleUrls: ['../ui/page.css', './accounts.css'],
})
export class StaffPage {
  protected readonly t = t
  protected readonly members = inject(StaffMembers)
  protected readonly passwords = signInOptions().password
  private readonly session = inject(StaffSession)
  private readonly clock = inject(Clock)

  protected readonly roles = inject(GivenRoles).all

  protected readonly placeholders = [1, 2, 3]
  protected readonly request = this.members.request
  /** The member to be deactivated once the reader confirms. */
  protected readonly leaving = signal<StaffMember | null>(null)
  protected readonly failure = computed(() => {
    const error = this.request.error()
    if (!error) return null
    if (error.code === 'forbidden') return t('settings.staff.forbidden')
    return error.code === 'conflict' ? t('settings.staff.conflict') : errorWords(error)
  })

  constructor() {
    void this.members.load()
  }

  protected isSelf(member: StaffMember): boolean {
    return member.id === this.session.user()?.id
  }

  /** Owners are managed by owners. */
  protected isManaged(member: StaffMember): boolean {
    return !this.isSelf(member) && this.roles().includes(member.staff_role)
  }

  /** What was chosen stands there only once the server has it. */
  protected async setRole(member: StaffMember, select: HTMLSelectElement): Promise<void> {
    await this.members.setRole(member, select.value as StaffRole)
    select.value = this.members.all()?.find(({ id }) => id === member.id)?.staff_role ?? member.staff_role
  }

  protected standing(member: StaffMember): Standing {
    if (member.deactivated_at) return 'deactivated'
    return member.invited ? 'invited' : 'active'
  }

  protected lastSeen(member: StaffMember): string {
    if (!member.last_seen_at) return t('settings.staff.neverSeen')
    return t('settings.staff.lastSeen', { when: relativeTime(member.last_seen_at, this.clock.now()) })
  }

  protected async renew(member: StaffMember): Promise<void> {
    await this.members.invite(member.email, member.name ?? '', member.staff_role)
  }

  protected async deactivate(): Promise<void> {
    const member = this.leaving()
    if (member) await this.members.setActive(member, false)
  }
}
