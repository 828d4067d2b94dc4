import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, untracked } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { ActivatedRoute, NavigationEnd, type ParamMap, Router, RouterOutlet } from '@angular/router'
import { filter, map, startWith } from 'rxjs'
import { StaffSession } from '../auth/staff-session.js'
import { type ChatQuery, LIST_VIEWS } from '../chats/chat-cards.js'
import { ChatList } from '../chats/chat-list.js'
import { ChatSelection } from '../chats/chat-selection.js'
import { ChatsStore } from '../chats/chats-store.js'
import { NextChat } from '../chats/next-chat.js'
import { GROUPS, SearchGroups } from '../chats/search/search-groups.js'
import { StaffMembers } from '../chats/staff-members.js'
import { TeamActions } from '../chats/team-actions.js'
import { TeamDialogs } from '../chats/team-dialogs.js'
import { t } from '../language/words.js'
import { PageTitle } from '../ui/page-title.js'
import { MuteButton } from '../notifications/mute-button.js'
import { AccountMenu } from './account-menu.js'
import { ActionNotice } from './action-notice.js'

/** The list, and the chat beside it or, on a phone, in its place. */
@Component({
  selector: 'app-workspace',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AccountMenu, ActionNotice, ChatList, MuteButton, RouterOutlet],
  providers: [ChatSelection, NextChat, SearchGroups, StaffMembers, TeamActions, TeamDialogs],
  templateUrl: './workspace.html',
  styleUrl: './workspace.css',
})
export class Workspace {
  protected readonly t = t
  private readonly chats = inject(ChatsStore)
  protected readonly hasOpenChat = computed(() => this.chats.openChatId() !== null)

  constructor() {
    this.followAddress()
    inject(PageTitle).showSubject(() => this.chats.find(this.chats.openChatId() ?? '')?.user_email ?? null)
  }

  /** The address says which list is shown, and which chat is open. */
  private followAddress(): void {
    const route = inject(ActivatedRoute)
    const staff = inject(StaffSession).user
    const chatId = toSignal(
      inject(Router).events.pipe(
        filter((event) => event instanceof NavigationEnd),
        startWith(null),
        map(() => route.snapshot.firstChild?.paramMap.get('chatId') ?? null),
      ),
      { requireSync: true },
    )
    const query = toSignal(route.queryParamMap.pipe(map((parameters) => toQuery(parameters, staff()?.id))), {
      requireSync: true,
    })
    const tab = toSignal(route.queryParamMap.pipe(map((parameters) => parameters.get('tab'))), { requireSync: true })
    // In effects, which run before rendering: a key that comes first finds list and store in agreement.
    effect(() => {
      const id = chatId()
      untracked(() => this.chats.open(id))
    })
    const search = inject(SearchGroups)
    effect(() => {
      const { q, unread, view } = query()
      search.q.set(unread || view ? '' : q.trim())
      search.chosen.set(GROUPS.find((group) => group === tab()) ?? null)
    })
    effect(() => {
      const wanted = query()
      const group = search.group()
      untracked(() => this.chats.show(group === null ? wanted : { ...wanted, archived: group === 'archived' }))
    })
    inject(DestroyRef).onDestroy(() => this.chats.open(null))
  }
}

function toQuery(parameters: ParamMap, staffId: string | undefined): ChatQuery {
  const archived = parameters.get('tab') === 'archived'
  const view = LIST_VIEWS.find((one) => !archived && one === parameters.get('view'))
  const unread = !archived && !view && parameters.get('unread') === '1'
  return { archived, unread, q: parameters.get('q') ?? '', view, staffId }
}
