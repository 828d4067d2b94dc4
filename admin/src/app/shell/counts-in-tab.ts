import { computed, DestroyRef, effect, inject } from '@angular/core'
import { ChatsStore } from '../chats/chats-store.js'
import { ViewCounts } from '../chats/view-counts.js'
import { PageTitle } from '../ui/page-title.js'
import { showFavicon } from './favicon.js'

/**
 * Shows in the browser's tab how many chats are unread and how many need a reply, as long as the caller lives. Call it where
 * `inject` may be called.
 */
export function showCountsInTab(): void {
  const [chats, views] = [inject(ChatsStore), inject(ViewCounts)]
  const unread = computed(() => chats.unreadCount())
  const needsReply = computed(() => views.counts()?.needs_reply ?? 0)
  inject(PageTitle).showCounts(() => ({ unread: unread(), needsReply: views.shown('needs_reply') }))
  effect(() => showFavicon(unread(), needsReply()))
  inject(DestroyRef).onDestroy(() => showFavicon(0, 0))
}
