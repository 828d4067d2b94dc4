import type { Params } from '@angular/router'
import type { IconName } from '../ui/icon.js'
import { t } from '../language/words.js'
import type { ChatQuery } from './chat-cards.js'

/** What an empty list says, and where to look instead. */
export interface EmptyWords {
  readonly icon: IconName
  readonly title: string
  readonly detail: string
  readonly instead: { readonly words: string; readonly parameters: Params } | null
}

export function emptyWords({ archived, unread, q, view }: ChatQuery): EmptyWords {
  if (q.trim())
    return { icon: 'search', title: t('chats.empty.search.title', { text: q.trim() }), ...elsewhere(archived, unread) }
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

function elsewhere(archived: boolean, unread: boolean): Pick<EmptyWords, 'detail' | 'instead'> {
  if (!archived && !unread) {
    const instead = { words: t('chats.empty.search.searchArchived'), parameters: { tab: 'archived' } }
    return { detail: t('chats.empty.search.inActive'), instead }
  }
  const instead = { words: t('chats.empty.search.searchActive'), parameters: { tab: null, unread: null } }
  return { detail: t(archived ? 'chats.empty.search.inArchived' : 'chats.empty.search.inUnread'), instead }
}
