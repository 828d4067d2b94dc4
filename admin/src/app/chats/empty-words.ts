import type { Params } from '@angular/router'
import type { IconName } from '../ui/icon.js'
import { t } from '../language/words.js'
import type { ChatQuery } from './chat-cards.js'
import { GROUPS, type SearchGroups } from './search/search-groups.js'

/** What an empty list says, and where to look instead. */
export interface EmptyWords {
  readonly icon: IconName
  readonly title: string
  readonly detail: string
  readonly instead: { readonly words: string; readonly parameters: Params } | null
}

export function emptyWords({ archived, unread, q, view }: ChatQuery, search: SearchGroups): EmptyWords {
  const problem = search.problem()
  if (problem !== null) return { icon: 'alert', title: problem, detail: '', instead: null }
  if (q.trim()) {
    return { icon: 'search', title: t('chats.empty.search.title', { text: q.trim() }), ...elsewhere(search) }
  }
  if (view) {
    const instead = { words: t('chats.empty.showAll'), parameters: { view: null } }
    return { icon: 'check', title: t('chats.empty.view.title'), detail: t('chats.empty.view.detail'), instead }
  }
  if (unread) {
    const instead = { words: t('chats.empty.showAll'), parameters: { unread: null } }
    return { icon: 'check', title: t('chats.empty.unread.title'), detail: t('chats.empty.unread.detail'), instead }
  }
  const tab = archived ? 'archived' : 'active'
  return { icon: 'inbox', title: t(`chats.empty.${tab}.title`), detail: t(`chats.empty.${tab}.detail`), instead: null }
}

function elsewhere(search: SearchGroups): Pick<EmptyWords, 'detail' | 'instead'> {
  if (search.group() === null) {
    const everything = { words: t('chats.empty.search.all'), parameters: { tab: null, unread: null, view: null } }
    return { detail: t('chats.empty.search.inView'), instead: everything }
  }
  const other = GROUPS.find((group) => search.found()?.result[group].count)
  const detail = t(other ? 'chats.empty.search.inGroup' : 'chats.empty.search.everywhere')
  if (!other) return { detail, instead: null }
  const words = `${t(`chats.${other}`)} ${search.count(other)}`
  return { detail, instead: { words, parameters: { tab: other } } }
}
