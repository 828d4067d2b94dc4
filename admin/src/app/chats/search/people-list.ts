import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  linkedSignal,
  resource,
  signal,
  untracked,
} from '@angular/core'
import { Router } from '@angular/router'
import { type DirectoryUser, type SearchResult, staffRoutes } from '@support-chat/shared'
import { toApiError } from '@support-chat/shared/client'
import { StaffSession } from '../../auth/staff-session.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { errorWords } from '../../language/error-words.js'
import { t } from '../../language/later.js'
import { Avatar } from '../../ui/avatar.js'
import { keyTarget } from '../key-target.js'
import { userPieces } from '../match-pieces.js'
import { MarkedText } from '../marked-text.js'
import { fetchGroups } from './fetch-groups.js'
import { withoutFilters } from './filters.js'
import { SearchGroups } from './search-groups.js'

/** So many are shown, and no more: whoever looks for one of very many writes a word more. */
const SHOWN = 50

type Found = { q: string } & Partial<SearchResult['people']>

/** People whom a search has found and with whom nobody has written. Choosing one opens a chat, to write to them first. */
@Component({
  selector: 'app-people-list',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Avatar, MarkedText],
  templateUrl: './people-list.html',
  styleUrl: './people-list.css',
  host: { '(keydown)': 'moveByKey($event)' },
})
export class PeopleList {
  protected readonly t = t
  private readonly groups = inject(SearchGroups)
  private readonly connection = inject(LiveConnection)
  private readonly staff = inject(StaffSession)
  private readonly router = inject(Router)
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
  protected readonly failure = signal<string | null>(null)
  /** Again whenever they are counted anew. */
  private readonly search = resource({
    params: () => this.groups.found() ?? undefined,
    loader: async ({ params }) => {
      const me = untracked(() => this.staff.user()?.id)
      return { q: params.q, ...(await fetchGroups(this.connection, params.q, me, SHOWN)).result?.people }
    },
  })
  private readonly latest = linkedSignal<Found | undefined, Found>({
    source: () => (this.search.hasValue() ? this.search.value() : undefined),
    computation: (found, before) => found ?? before?.value ?? { q: '' },
  })
  protected readonly people = computed(() => {
    const { q, users = [] } = this.latest()
    return users.map((user) => ({
      user,
      ...userPieces({ user_email: user.email, user_name: user.name }, withoutFilters(q)),
    }))
  })
  protected readonly more = computed(() => (this.latest().count ?? 0) > this.people().length)
  protected readonly broken = computed(() => {
    const error = this.search.error()
    return error ? errorWords(toApiError(error)) : this.failure()
  })

  protected async open({ external_id, chat_id }: DirectoryUser): Promise<void> {
    this.failure.set(null)
    try {
      const id =
        chat_id ?? (await this.connection.post<DirectoryUser>(staffRoutes.openUserChat(external_id))).chat_id ?? ''
      await this.router.navigate(['/chats', id], {
        queryParams: { at: null },
        queryParamsHandling: 'merge',
        info: { reply: true },
      })
    } catch (error) {
      this.failure.set(errorWords(toApiError(error)))
    }
  }

  protected moveByKey(event: KeyboardEvent): void {
    const all = [...this.host.querySelectorAll('button')]
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const target = keyTarget(event.key, at, 8, all.length - 1)
    if (target === null) return
    event.preventDefault()
    all[Math.max(0, Math.min(target, all.length - 1))]?.focus()
  }
}
