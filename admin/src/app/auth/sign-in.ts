import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input, signal, viewChild } from '@angular/core'
import { Title } from '@angular/platform-browser'
import { Router } from '@angular/router'
import { toApiError } from '@support-chat/shared/client'
import { Icon } from '../ui/icon.js'
import { t } from '../language/words.js'
import { BrowserStorage } from '../storage/browser-storage.js'
import { signInError } from './sign-in-error.js'
import { StaffSession } from './staff-session.js'

@Component({
  selector: 'app-sign-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.css',
})
export class SignIn {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly session = inject(StaffSession)
  protected readonly storage = inject(BrowserStorage)
  private readonly email = viewChild.required<ElementRef<HTMLInputElement>>('email')
  private readonly password = viewChild.required<ElementRef<HTMLInputElement>>('password')

  /** Where the reader was going; from the URL. */
  readonly to = input('/chats')
  protected readonly busy = signal(false)
  protected readonly error = signal<string | null>(null)

  constructor() {
    const title = inject(Title)
    effect(() => title.setTitle(`${t('session.signIn')} – ${t('app.title')}`))
    // Also when another tab has signed in.
    effect(() => {
      if (this.session.user()) void this.router.navigateByUrl(this.to() || '/chats')
    })
  }

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault()
    const email = this.email().nativeElement
    const password = this.password().nativeElement
    const missing = [email, password].find((field) => !field.value.trim())
    if (missing) return this.refuse(t('session.missing'), missing)
    if (this.busy()) return
    this.busy.set(true)
    this.error.set(null)
    try {
      await this.session.signIn(email.value.trim(), password.value)
    } catch (error) {
      this.refuse(signInError(toApiError(error)), password)
    } finally {
      this.busy.set(false)
    }
  }

  /** What was typed stays; the field to correct is selected. */
  private refuse(reason: string, field: HTMLInputElement): void {
    this.error.set(reason)
    field.focus()
    field.select()
  }
}
