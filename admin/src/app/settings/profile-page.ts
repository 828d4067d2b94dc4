import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core'
import { MIN_PASSWORD_LENGTH, type Session, staffRoutes } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../ui/icon.js'
import { selectField } from '../ui/select-field.js'
import { SubmitButton } from '../ui/submit-button.js'
import { RequestState } from '../ui/request-state.js'
import { t } from '../language/later.js'
import { OwnProfile } from './own-profile.js'
import { OwnSessions } from './own-sessions.js'
import { SecondFactor } from './second-factor.js'
import { SignOut } from './sign-out.js'
import { signInOptions } from '../auth/sign-in-options.js'
import { StaffSession } from '../auth/staff-session.js'
import { Confirmation } from '../ui/confirmation.js'

type Field = 'current' | 'new'

/** How one appears to others, changing the password, and signing out on all devices. */
@Component({
  selector: 'app-profile-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, Icon, OwnProfile, OwnSessions, SecondFactor, SubmitButton],
  templateUrl: './profile-page.html',
  styleUrl: '../ui/page.css',
})
export class ProfilePage {
  protected readonly t = t
  protected readonly session = inject(StaffSession)
  protected readonly signOut = inject(SignOut)
  private readonly connection = inject(LiveConnection)
  private readonly current = viewChild.required<ElementRef<HTMLInputElement>>('current')
  private readonly wanted = viewChild.required<ElementRef<HTMLInputElement>>('wanted')

  protected readonly passwords = signInOptions().password
  protected readonly minimum = MIN_PASSWORD_LENGTH
  protected readonly passwordChange = new RequestState<Field>()
  protected readonly problem = this.passwordChange.problem
  protected readonly everywhere = new RequestState()
  protected readonly changed = signal(false)

  protected async changePassword(event: Event): Promise<void> {
    event.preventDefault()
    const current_password = this.current().nativeElement.value
    const new_password = this.wanted().nativeElement.value
    this.changed.set(false)
    this.problem.set(null)
    if (!current_password) return this.refuse('current', t('settings.profile.currentMissing'))
    if ([...new_password].length < MIN_PASSWORD_LENGTH) return this.refuse('new', this.rule())
    if (this.everywhere.pending()) return
    await this.passwordChange.run(async () => {
      this.session.adopt(
        await this.connection.post<Session>(staffRoutes.changePassword, { current_password, new_password }),
      )
      this.current().nativeElement.value = ''
      this.wanted().nativeElement.value = ''
      this.changed.set(true)
    })
    const error = this.passwordChange.error()
    if (error?.code === 'forbidden') this.refuse('current', t('settings.profile.currentWrong'))
    else if (error?.code === 'invalid_request') this.refuse('new', this.rule())
  }

  protected async signOutEverywhere(): Promise<void> {
    if (this.passwordChange.pending()) return
    await this.everywhere.run(async () => {
      await this.connection.post(staffRoutes.signOutEverywhere)
      this.signOut.leave()
      this.session.end()
    })
  }

  protected rule(): string {
    return t('settings.profile.rule', { count: MIN_PASSWORD_LENGTH })
  }

  private refuse(field: Field, words: string): void {
    this.passwordChange.blame(field, words)
    selectField((field === 'current' ? this.current() : this.wanted()).nativeElement)
  }
}
