import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { NgComponentOutlet } from '@angular/common'
import { Router, RouterOutlet } from '@angular/router'
import { CannedReplies } from '../canned-replies/canned-replies.js'
import { LiveConnection } from '../connection/live-connection.js'
import { ArchiveActions } from '../chats/archive-actions.js'
import { ChatsStore } from '../chats/chats-store.js'
import { ErasedChats } from '../chats/erased-chats.js'
import { NewMessages } from '../chats/new-messages.js'
import { Notices } from '../chats/notices.js'
import { UnreadCount } from '../chats/unread-count.js'
import { ViewCounts } from '../chats/view-counts.js'
import { WatchedChats } from '../chats/watched-chats.js'
import { Commands } from '../keyboard/commands.js'
import { Keyboard } from '../keyboard/keyboard.js'
import { KeyboardDialogs } from '../palette/keyboard-dialogs.js'
import { t } from '../language/words.js'
import { NewMessageAnnouncer } from '../notifications/new-message-announcer.js'
import { Notifications } from '../notifications/notifications.js'
import { SignOut } from '../settings/sign-out.js'
import { SignOutConfirmation } from '../settings/sign-out-confirmation.js'
import { followSession } from '../auth/follow-session.js'
import { Permissions } from '../auth/permissions.js'
import { StaffSession } from '../auth/staff-session.js'
import { lazyComponent } from '../ui/lazy-component.js'
import { showCountsInTab } from './counts-in-tab.js'

// Loaded along: it is what nearly everybody goes to next.
export { workspaceRoutes } from './workspace-routes.js'

/**
 * All pages for signed-in staff: chats and settings. The connection and the lists are made and destroyed with it, so that
 * nothing of one member of staff is left for the next.
 */
@Component({
  selector: 'app-signed-in',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[style.display]': "session.user() ? null : 'none'" },
  imports: [KeyboardDialogs, NewMessageAnnouncer, NgComponentOutlet, RouterOutlet, SignOutConfirmation],
  providers: [
    LiveConnection,
    UnreadCount,
    ViewCounts,
    NewMessages,
    ChatsStore,
    ArchiveActions,
    WatchedChats,
    ErasedChats,
    Notices,
    Notifications,
    CannedReplies,
    SignOut,
  ],
  template: `
    <a href="#content" class="button skip" (click)="skip($event)">{{ t('app.skip') }}</a>
    <router-outlet />
    @if (askToNotify(); as type) {
      <ng-container *ngComponentOutlet="type" />
    }
    <app-keyboard-dialogs />
    <app-sign-out-confirmation />
    <app-new-message-announcer />
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
  protected readonly session = inject(StaffSession)
  private readonly notifications = inject(Notifications)
  protected readonly askToNotify = lazyComponent(
    () => this.notifications.shouldAsk(),
    async () => (await import('../notifications/ask-to-notify.js')).AskToNotify,
  )

  constructor() {
    inject(Keyboard)
    inject(WatchedChats)
    inject(ErasedChats)
    const router = inject(Router)
    const signOut = inject(SignOut)
    const commands = inject(Commands)
    const permissions = inject(Permissions)
    commands.permits = (permission) => permissions.may(permission)
    commands.handle({
      settings: { run: () => void router.navigate(['/settings']) },
      signOut: { run: () => signOut.begin() },
    })
    showCountsInTab()
    followSession()
    inject(LiveConnection).on('staff_updated', ({ staff }) => this.session.update(staff))
  }

  protected skip(event: Event): void {
    event.preventDefault()
    document.querySelector('main')?.focus()
  }
}
