import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core'
import { SEARCH_COUNT_LIMIT, type SearchResult } from '@support-chat/shared'
import { StaffSession } from '../../auth/staff-session.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { perLocale } from '../../language/locale.js'
import { lazily } from '../../loading/lazy.js'
import { PacedRequest } from '../paced-request.js'

export const GROUPS = ['active', 'archived', 'people'] as const
export type Group = (typeof GROUPS)[number]

/** Least time between two requests for the same search. */
const INTERVAL_MS = 2000

/** What a search has found, in groups. */
interface Found {
  readonly q: string
  readonly result: SearchResult
  /** The group that is shown where nobody has chosen one: the first in which something was found. It stays. */
  readonly first: Group
}

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))

/** How many there are, `99+` for very many; null until it is known. */
export function groupCount(result: SearchResult | null | undefined, group: Group): string | null {
  if (!result) return null
  const { count } = result[group]
  return numbers().format(Math.min(count, SEARCH_COUNT_LIMIT - 1)) + (count < SEARCH_COUNT_LIMIT ? '' : '+')
}

/** How many active chats, archived chats and people the search over everything finds, and which of them are shown. */
@Injectable()
export class SearchGroups {
  private readonly connection = inject(LiveConnection)
  private readonly staff = inject(StaffSession).user
  private readonly requests = new PacedRequest(INTERVAL_MS, () => this.fetch())
  private attempt = 0

  /** What is searched for, as it was typed; empty for nothing, and while only a view is searched. */
  readonly q = signal('')
  /** The group that was chosen, in the address; null for none. */
  readonly chosen = signal<Group | null>(null)
  private readonly latest = signal<Found | null>(null)
  readonly found = this.latest.asReadonly()
  /** What is wrong with a filter, in words. */
  readonly problem = signal<string | null>(null)
  readonly isCounting = computed(() => this.q() !== '' && this.problem() === null && this.latest()?.q !== this.q())
  /** Null while nothing is searched for. */
  readonly group = computed(() => (this.q() === '' ? null : (this.chosen() ?? this.latest()?.first ?? 'active')))

  constructor() {
    effect(() => {
      if (this.q() === '') this.latest.set(null)
      this.problem.set(null)
      untracked(() => void this.fetch().catch(() => undefined))
    })
    const refresh = () => this.requests.request()
    const stops = [
      this.connection.on('chat_updated', refresh),
      this.connection.on('chat_erased', refresh),
      this.connection.onSync(refresh),
    ]
    inject(DestroyRef).onDestroy(() => {
      stops.forEach((stop) => stop())
      this.requests.stop()
    })
  }

  /** See {@link groupCount}. */
  count(group: Group): string | null {
    return groupCount(this.latest()?.result, group)
  }

  /** @throws RequestError */
  private async fetch(): Promise<void> {
    const attempt = ++this.attempt
    const q = this.q()
    if (q === '') return
    const { fetchGroups } = await lazily(() => import('./fetch-groups.js'))
    const { result, problem } = await fetchGroups(this.connection, q, this.staff()?.id, 1)
    if (attempt !== this.attempt) return
    this.problem.set(problem)
    const before = this.latest()
    const first = before?.q === q ? before.first : GROUPS.find((group) => result?.[group].count)
    this.latest.set(result && { q, result, first: first ?? 'active' })
  }
}
