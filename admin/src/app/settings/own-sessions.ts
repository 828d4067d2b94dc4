import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { type StaffSession, type StaffSessionList, staffRoutes } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { t } from '../language/later.js'
import { Clock } from '../time/clock.js'
import { relativeTime } from '../time/relative-time.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'

/** Where one is signed in, each of which can be ended on its own. */
@Component({
  selector: 'app-own-sessions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  templateUrl: './own-sessions.html',
  styleUrls: ['../ui/page.css', './accounts.css'],
})
export class OwnSessions {
  protected readonly t = t
  private readonly connection = inject(LiveConnection)
  private readonly clock = inject(Clock)
  protected readonly request = new RequestState()
  /** Null until they are loaded. */
  protected readonly all = signal<readonly StaffSession[] | null>(null)
  protected readonly words = computed(() => this.request.words())

  constructor() {
    void this.load()
  }

  protected load(): Promise<boolean> {
    return this.request.run(async () => {
      this.all.set((await this.connection.get<StaffSessionList>(staffRoutes.sessions)).sessions)
    })
  }

  protected async end(session: StaffSession): Promise<void> {
    await this.request.run(async () => {
      await this.connection.delete(staffRoutes.session(session.id))
      this.all.update((all) => all?.filter(({ id }) => id !== session.id) ?? null)
    })
  }

  protected name({ device }: StaffSession): string {
    return device ?? t('settings.sessions.unknown')
  }

  protected lastUsed({ last_used_at }: StaffSession): string {
    return t('settings.sessions.lastUsed', { when: relativeTime(last_used_at, this.clock.now()) })
  }
}
