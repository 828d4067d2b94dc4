import { ChangeDetectionStrategy, Component, ElementRef, inject, viewChild } from '@angular/core'
import type { StaffRole } from '@support-chat/shared'
import { t } from '../language/later.js'
import { CopyField } from '../ui/copy-field.js'
import { selectField } from '../ui/select-field.js'
import { GivenRoles } from './given-roles.js'
import { StaffMembers } from './staff-members.js'

/** Invites a colleague, and shows the link to pass on. What goes wrong elsewhere than in a field, its page says. */
@Component({
  selector: 'app-invite-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CopyField],
  templateUrl: './invite-form.html',
  styleUrls: ['../ui/page.css', './accounts.css'],
  styles: `
    :host {
      display: block;
    }
  `,
})
export class InviteForm {
  protected readonly t = t
  protected readonly members = inject(StaffMembers)
  protected readonly roles = inject(GivenRoles).all
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email')
  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name')
  private readonly role = viewChild.required<ElementRef<HTMLSelectElement>>('role')
  protected readonly request = this.members.request

  protected async invite(event: Event): Promise<void> {
    event.preventDefault()
    const email = this.email().nativeElement
    const name = this.name().nativeElement
    this.request.problem.set(null)
    if (!email.value.trim() || !email.checkValidity()) {
      this.request.refuse('email', t('settings.staff.emailInvalid'))
      return selectField(email)
    }
    if (
      await this.members.invite(email.value.trim(), name.value.trim(), this.role().nativeElement.value as StaffRole)
    ) {
      email.value = name.value = ''
    } else if (this.request.error()?.code === 'conflict') {
      this.request.blame('email', t('settings.staff.taken'))
      selectField(email)
    }
  }
}
