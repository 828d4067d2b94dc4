import { computed, inject, linkedSignal, resource, type Signal, untracked } from '@angular/core'
import { Router } from '@angular/router'
import { type DirectoryUser, type SearchResult, staffRoutes, type SupportChatListItem } from '@support-chat/shared'
import { StaffSession } from '../auth/staff-session.js'
import { type MatchPiece, matchAuthor, matchPieces } from '../chats/match-pieces.js'
import { openChat } from '../chats/open-chat.js'
import { fetchGroups } from '../chats/search/fetch-groups.js'
import { withoutFilters } from '../chats/search/filters.js'
import { GROUPS, type Group, groupCount } from '../chats/search/search-groups.js'
import { LiveConnection } from '../connection/live-connection.js'
import { t } from '../language/later.js'
import { fuzzyScore } from '../ui/fuzzy.js'

const PAUSE_MS = 150
/** Of each group. */
const SHOWN = 5

interface Found {
  readonly q: string
  readonly result: SearchResult | null
  readonly problem: string | null
}

const NOTHING: Found = { q: '', result: null, problem: null }

/** A chat or a person to choose. */
export interface FoundOption {
  readonly id: string
  readonly words: string
  readonly more: string
  /** Of a message that was found: who wrote it, and its words. */
  readonly snippet: { readonly by: string | null; readonly pieces: readonly MatchPiece[] } | null
  readonly run: () => void
}

/** What the palette finds beside commands: chats and people, in the groups and the order of the list's search. */
export class PaletteSearch {
  private readonly router = inject(Router)
  private readonly connection = inject(LiveConnection)
  private readonly me = inject(StaffSession).user
  private readonly request
  private readonly found

  /** Looks as soon as typing pauses; the answer to an earlier text is dropped. To be made where `inject` may be called. */
  constructor(private readonly q: Signal<string>) {
    this.request = resource({
      params: () => this.q() || undefined,
      loader: ({ params, abortSignal }) => this.find(params, abortSignal),
    })
    // What was found before stays until the next answer.
    this.found = linkedSignal<Found | undefined, Found>({
      source: () => (this.q() ? (this.request.hasValue() ? this.request.value() : undefined) : NOTHING),
      computation: (found, before) => found ?? before?.value ?? NOTHING,
    })
  }

  readonly problem = computed(() => (this.found().q === this.q() ? this.found().problem : null))

  readonly groups = computed(() =>
    GROUPS.map((group) => ({ name: this.heading(group), options: this.optionsOf(group) })),
  )

  private heading(group: Group): string {
    const { result } = this.found()
    return t('palette.group', { group: t(`chats.${group}`), count: groupCount(result, group) ?? '' })
  }

  private optionsOf(group: Group): FoundOption[] {
    const { q, result } = this.found()
    if (!result) return []
    const typed = withoutFilters(this.q())
    // Until there is an answer to what is typed now, only what its words are in may be taken by a quick Enter.
    const fits = (email: string, name: string | null) =>
      q === this.q() || fuzzyScore(`${email} ${name ?? ''}`, typed) > 0
    if (group === 'people') {
      return result.people.users.filter(({ email, name }) => fits(email, name)).map((user) => this.personOption(user))
    }
    return result[group].chats
      .filter(({ user_email, user_name }) => fits(user_email, user_name))
      .map((chat) => this.chatOption(chat))
  }

  private chatOption(chat: SupportChatListItem): FoundOption {
    const { id, user_email, user_name, match } = chat
    return {
      id: `chat-${id}`,
      words: user_email,
      more: user_name ?? '',
      snippet: match ? { by: matchAuthor(match, this.me()?.id), pieces: matchPieces(match) } : null,
      run: () => openChat(this.router, chat),
    }
  }

  private personOption({ id, email, name, external_id, chat_id }: DirectoryUser): FoundOption {
    const open = async () => {
      const made = chat_id ?? (await this.connection.post<DirectoryUser>(staffRoutes.openUserChat(external_id))).chat_id
      if (made) openChat(this.router, { id: made }, true)
    }
    // Where that fails, the list says why when it is tried there.
    return {
      id: `person-${id}`,
      words: email,
      more: name ?? '',
      snippet: null,
      run: () => void open().catch(() => undefined),
    }
  }

  private async find(q: string, changed: AbortSignal): Promise<Found> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    if (changed.aborted) return NOTHING
    try {
      return { q, ...(await fetchGroups(this.connection, q, untracked(this.me)?.id, SHOWN)) }
    } catch {
      // Commands are found without the server.
      return { ...NOTHING, q }
    }
  }
}
