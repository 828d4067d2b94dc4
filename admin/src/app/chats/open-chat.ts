import type { Router } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'

/** Opens a chat beside the list that is shown, at the message that a search has found in it. */
export function openChat(router: Router, { id, match }: Pick<SupportChatListItem, 'id' | 'match'>): void {
  const queryParams = { at: match?.sequence ?? null }
  void router.navigate(['/chats', id], { queryParams, queryParamsHandling: 'merge' })
}
