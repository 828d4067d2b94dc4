import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { Router, RouterLink } from '@angular/router'
import { breakGlassRoute, type Session } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { errorWords } from '../language/error-words.js'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { AuthApi } from './auth-api.js'
import { StaffSession } from './staff-session.js'

/** Where the operator's link leads, which signs in at once. Its token leaves the address as soon as it has been read. */
@Component({
  selector: 'app-break-glass',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink],
  templateUrl: './break-glass.html',
  styleUrl: './sign-in.css',
})
export class BreakGlass {
  protected readonly t = t
  private readonly api = inject(AuthApi)
  private readonly session = inject(StaffSession)
  private readonly router = inject(Router)
  /** Why nobody is signed in. */
  protected readonly problem = signal<string | null>(null)

  constructor() {
    const token = location.hash.slice(1)
    history.replaceState(history.state, '', location.pathname)
    void this.signIn(token)
  }

  private async signIn(token: string): Promise<void> {
    try {
      this.session.adopt(await this.api.post<Session>(breakGlassRoute, { token }))
      await this.router.navigateByUrl('/chats', { replaceUrl: true })
    } catch (error) {
      const reason = toApiError(error)
      const isDead = reason.code === 'not_found' || reason.code === 'invalid_request'
      this.problem.set(isDead ? t('sso.linkDead') : errorWords(reason))
    }
  }
}
