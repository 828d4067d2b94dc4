import { Component, computed, effect, inject } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { Title } from '@angular/platform-browser'
import { ActivatedRoute, NavigationEnd, Router, RouterOutlet } from '@angular/router'
import { filter, map, startWith } from 'rxjs'
import { LiveConnection } from '../connection/live-connection.js'
import { ChatList } from '../inbox/chat-list.js'
import { Inbox } from '../inbox/inbox.js'
import { Keyboard } from '../keyboard/keyboard.js'
import { t } from '../language/words.js'
import { StaffSession } from '../session/staff-session.js'

/**
 * The signed-in console: the list, and the chat beside it or, on a phone, in its place.
 * Connection and list live and die with it, so that nothing of one member of staff is left for the next.
 */
@Component({
  selector: 'app-workspace',
  imports: [ChatList, RouterOutlet],
  providers: [LiveConnection, Inbox],
  templateUrl: './workspace.html',
  styleUrl: './workspace.css',
})
export class Workspace {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly route = inject(ActivatedRoute)
  private readonly session = inject(StaffSession)
  private readonly inbox = inject(Inbox)
  private readonly parameters = toSignal(this.route.queryParamMap)
  private readonly chatId = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(null),
      map(() => this.route.snapshot.firstChild?.paramMap.get('chatId') ?? null),
    ),
    { initialValue: null },
  )
  protected readonly hasOpenChat = computed(() => this.chatId() !== null)
  protected readonly announcement = computed(() => {
    const newest = this.inbox.newest()
    return newest ? t('workspace.newFrom', { email: newest.email }) : ''
  })

  constructor() {
    inject(Keyboard)
    const title = inject(Title)
    const signedInAs = this.session.user()?.id
    effect(() => this.inbox.openChatId.set(this.chatId()))
    effect(() => {
      const parameters = this.parameters()
      this.inbox.show({ archived: parameters?.get('tab') === 'archived', q: parameters?.get('q') ?? '' })
    })
    effect(() => {
      const unread = this.inbox.unreadCount()
      const email = this.inbox.find(this.chatId() ?? '')?.user_email
      title.setTitle((unread > 0 ? `(${unread}) ` : '') + (email ? `${email} – ` : '') + t('app.title'))
    })
    effect(() => this.followSession(signedInAs))
  }

  private followSession(signedInAs: string | undefined): void {
    const user = this.session.user()
    if (!user) {
      const queryParams = this.session.hasExpired() ? { to: this.router.url } : {}
      void this.router.navigate(['/sign-in'], { queryParams })
    } else if (user.id !== signedInAs) {
      // Another tab has signed in as somebody else.
      location.reload()
    }
  }
}
