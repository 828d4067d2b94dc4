import type { Params } from '@angular/router'
import type { IconName } from '../ui/icon.js'
import { t } from '../language/words.js'
import type { InboxQuery } from './chat-cards.js'

/** What an empty list says, and where to look instead. */
export interface EmptyWords {
  readonly icon: IconName
  readonly title: string
  readonly detail: string
  readonly instead: { readonly words: string; readonly parameters: Params } | null
}

export function emptyWords({ archived, unread, q }: InboxQuery): EmptyWords {
  if (q.trim())
    return { icon: 'search', title: t('inbox.empty.search.title', { text: q.trim() }), ...elsewhere(archived, unread) }
  if (unread) {
    const instead = { words: t('inbox.empty.showAll'), parameters: { unread: null } }
    return { icon: 'check', title: t('inbox.empty.unread.title'), detail: t('inbox.empty.unread.detail'), instead }
  }
  const tab = archived ? 'archived' : 'active'
  return { icon: 'inbox', title: t(`inbox.empty.${tab}.title`), detail: t(`inbox.empty.${tab}.detail`), instead: null }
}

function elsewhere(archived: boolean, unread: boolean): Pick<EmptyWords, 'detail' | 'instead'> {
  if (!archived && !unread) {
    const instead = { words: t('inbox.empty.search.searchArchived'), parameters: { tab: 'archived' } }
    return { detail: t('inbox.empty.search.inActive'), instead }
  }
  const instead = { words: t('inbox.empty.search.searchActive'), parameters: { tab: null, unread: null } }
  return { detail: t(archived ? 'inbox.empty.search.inArchived' : 'inbox.empty.search.inUnread'), instead }
}
