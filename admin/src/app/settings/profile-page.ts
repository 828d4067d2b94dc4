import { ChangeDetectionStrategy, Component, ElementRef, inject, signal, viewChild } from '@angular/core'
import { MIN_PASSWORD_LENGTH, type Session, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { LiveConnection } from '../connection/live-connection.js'
import { Icon } from '../ui/icon.js'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/words.js'
import { SignOut } from './sign-out.js'
import { StaffSession } from '../auth/staff-session.js'
import { Confirmation } from '../ui/confirmation.js'

type Field = 'current' | 'new'
type Task = 'password' | 'everywhere'

/** Who one is, one's password, and the way out everywhere. */
@Component({
  selector: 'app-profile-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Confirmation, Icon],
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

  protected readonly minimum = MIN_PASSWORD_LENGTH
  protected readonly busy = signal(false)
  protected readonly changed = signal(false)
  /** What is wrong with a field. */
  protected readonly problem = signal<{ field: Field; words: string } | null>(null)
  /** What went wrong besides. */
  protected readonly error = signal<{ task: Task; words: string } | null>(null)

  protected async changePassword(event: Event): Promise<void> {
    event.preventDefault()
    const current_password = this.current().nativeElement.value
    const new_password = this.wanted().nativeElement.value
    this.problem.set(null)
    if (!current_password) return this.refuse('current', t('settings.profile.currentMissing'))
    if ([...new_password].length < MIN_PASSWORD_LENGTH) return this.refuse('new', this.rule())
    await this.run('password', async () => {
      this.session.adopt(
        await this.connection.post<Session>(staffRoutes.changePassword, { current_password, new_password }),
      )
      this.current().nativeElement.value = ''
      this.wanted().nativeElement.value = ''
      this.changed.set(true)
    })
  }

  protected async signOutEverywhere(): Promise<void> {
    await this.run('everywhere', async () => {
      await this.connection.post(staffRoutes.signOutEverywhere)
      this.signOut.leave()
      this.session.end()
    })
  }

  protected rule(): string {
    return t('settings.profile.rule', { count: MIN_PASSWORD_LENGTH })
  }

  private async run(task: Task, work: () => Promise<void>): Promise<void> {
    if (this.busy()) return
    this.busy.set(true)
    this.changed.set(false)
    this.error.set(null)
    try {
      await work()
    } catch (error) {
      this.explain(task, error)
    } finally {
      this.busy.set(false)
    }
  }

  private explain(task: Task, thrown: unknown): void {
    const error = toApiError(thrown)
    if (task === 'everywhere') this.error.set({ task, words: errorWords(error) })
    else if (error.code === 'forbidden') this.refuse('current', t('settings.profile.currentWrong'))
    else if (error.code === 'invalid_request') this.refuse('new', this.rule())
    else this.error.set({ task, words: errorWords(error) })
  }

  /** What was typed stays; the field to correct is where one goes on. */
  private refuse(field: Field, words: string): void {
    this.changed.set(false)
    this.problem.set({ field, words })
    const input = (field === 'current' ? this.current() : this.wanted()).nativeElement
    input.focus()
    input.select()
  }
}
