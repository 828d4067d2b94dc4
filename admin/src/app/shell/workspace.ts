import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { ActivatedRoute, NavigationEnd, Router, RouterOutlet } from '@angular/router'
import { filter, map, startWith } from 'rxjs'
import { ChatList } from '../chats/chat-list.js'
import { ChatsStore } from '../chats/chats-store.js'
import { t } from '../language/words.js'
import { PageTitle } from '../ui/page-title.js'
import { MuteButton } from '../notifications/mute-button.js'
import { AccountMenu } from './account-menu.js'
import { ArchiveNotice } from './archive-notice.js'

/** The list, and the chat beside it or, on a phone, in its place. */
@Component({
  selector: 'app-workspace',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AccountMenu, ArchiveNotice, ChatList, MuteButton, RouterOutlet],
  templateUrl: './workspace.html',
  styleUrl: './workspace.css',
})
export class Workspace {
  protected readonly t = t
  private readonly router = inject(Router)
  private readonly route = inject(ActivatedRoute)
  private readonly chats = inject(ChatsStore)
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

  constructor() {
    effect(() => this.chats.openChatId.set(this.chatId()))
    inject(DestroyRef).onDestroy(() => this.chats.openChatId.set(null))
    effect(() => {
      const parameters = this.parameters()
      const archived = parameters?.get('tab') === 'archived'
      const unread = !archived && parameters?.get('unread') === '1'
      this.chats.show({ archived, unread, q: parameters?.get('q') ?? '' })
    })
    inject(PageTitle).showSubject(() => this.chats.find(this.chatId() ?? '')?.user_email ?? null)
  }
}
