import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, signal, viewChild } from '@angular/core'
import { Router, RouterOutlet } from '@angular/router'
import { showUnreadFavicon } from './unread-favicon.js'
import { CannedReplies } from '../canned-replies/canned-replies.js'
import { Confirmation } from '../ui/confirmation.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { ChatsStore } from '../chats/chats-store.js'
import { NewMessages } from '../chats/new-messages.js'
import { UnreadCount } from '../chats/unread-count.js'
import { Commands } from '../keyboard/commands.js'
import { Keyboard } from '../keyboard/keyboard.js'
import { KeyboardDialogs } from '../palette/keyboard-dialogs.js'
import { formatList } from '../language/format-list.js'
import { t } from '../language/words.js'
import { PageTitle } from '../ui/page-title.js'
import { AskToNotify } from '../notifications/ask-to-notify.js'
import { Notifications } from '../notifications/notifications.js'
import { SignOut } from '../settings/sign-out.js'
import { StaffSession } from '../auth/staff-session.js'

/** Messages within this time are announced together, with this many of their senders by name. */
const GATHER_MS = 400
const NAMED = 3

/**
 * Everything that takes a sign-in: chats and settings. Connection and list live and die with it, so that nothing of one
 * member of staff is left for the next.
 */
@Component({
  selector: 'app-signed-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[style.display]': "session.user() ? null : 'none'" },
  imports: [AskToNotify, Confirmation, KeyboardDialogs, RouterOutlet],
  providers: [
    LiveConnection,
    UnreadCount,
    NewMessages,
    ChatsStore,
    ArchiveActions,
    Notifications,
    CannedReplies,
    SignOut,
  ],
  template: `
    <a href="#content" class="button skip" (click)="skip($event)">{{ t('app.skip') }}</a>
    <router-outlet />
    <app-ask-to-notify />
    <app-keyboard-dialogs />
    <app-confirmation
      [question]="t('signOut.question')"
      [detail]="signOut.loss() ?? ''"
      [action]="t('session.signOut')"
      (confirmed)="signOut.finish()"
    />
    <!-- Made anew for each message: the same words in the same place would be told only once. -->
    <p class="visually-hidden" aria-live="polite">
      @for (message of announced(); track message) {
        <span>{{ t('workspace.newFrom', { email: message.emails }) }}</span>
      }
    </p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      flex: 1;
      min-height: 0;
    }
    @media print {
      :host {
        display: block;
      }
    }
    .skip:not(:focus) {
      position: absolute;
      clip-path: inset(50%);
    }
    .skip:focus {
      position: fixed;
      inset-block-start: 0.5rem;
      inset-inline-start: 0.5rem;
      z-index: 4;
    }
  `,
})
export class SignedIn {
  protected readonly t = t
  private readonly router = inject(Router)
  protected readonly session = inject(StaffSession)
  private readonly chats = inject(ChatsStore)
  protected readonly signOut = inject(SignOut)
  private readonly confirmation = viewChild.required(Confirmation)
  private readonly signedInAs = this.session.user()?.id
  protected readonly announced = signal<{ emails: string }[]>([])

  constructor() {
    inject(Keyboard)
    inject(Notifications)
    inject(Commands).handle({
      settings: { run: () => void this.router.navigate(['/settings']) },
      signOut: { run: () => this.signOut.begin() },
    })
    inject(PageTitle).showUnread(() => this.chats.unreadCount())
    effect(() => showUnreadFavicon(this.chats.unreadCount()))
    inject(DestroyRef).onDestroy(() => showUnreadFavicon(0))
    effect(() => {
      if (this.signOut.asked() > 0) this.confirmation().ask()
    })
    effect(() => this.followSession())
    this.announceNews()
  }

  /** What nobody sees is told in one sentence for all that comes at once. */
  private announceNews(): void {
    const emails = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    inject(NewMessages).on(({ chatId, email }) => {
      if (this.chats.isViewed(chatId)) return
      emails.add(email)
      clearTimeout(timer)
      timer = setTimeout(() => {
        this.announced.set([{ emails: formatList([...emails].slice(0, NAMED)) }])
        emails.clear()
      }, GATHER_MS)
    })
    inject(DestroyRef).onDestroy(() => clearTimeout(timer))
  }

  protected skip(event: Event): void {
    event.preventDefault()
    document.querySelector('main')?.focus()
  }

  private followSession(): void {
    const user = this.session.user()
    if (!user) {
      const queryParams = this.session.hasExpired() ? { to: this.router.url } : {}
      const address = this.router.createUrlTree(['/sign-in'], { queryParams })
      // A page that cannot be left, since the next one does not come, is given up: what it shows is no longer for anybody.
      void this.router
        .navigateByUrl(address)
        .then((left) => left || location.assign(new URL(`.${address}`, document.baseURI)))
    } else if (user.id !== this.signedInAs) {
      // Another tab has signed in as somebody else.
      location.reload()
    }
  }
}
