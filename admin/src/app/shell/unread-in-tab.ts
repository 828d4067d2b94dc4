import { DestroyRef, effect, inject } from '@angular/core'
import { PageTitle } from '../ui/page-title.js'
import { showUnreadFavicon } from './unread-favicon.js'

/** Shows a number of unread chats in the browser's tab, as long as the caller lives. Call it where `inject` may be called. */
export function showUnreadInTab(count: () => number): void {
  inject(PageTitle).showUnread(count)
  effect(() => showUnreadFavicon(count()))
  inject(DestroyRef).onDestroy(() => showUnreadFavicon(0))
}
