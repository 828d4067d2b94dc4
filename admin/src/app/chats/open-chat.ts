import type { Router } from '@angular/router'
import type { SupportChatListItem } from '@support-chat/shared'

/** What the navigation to a chat tells its page. */
export interface ChatNavigation {
  /** The cursor goes into the field at once. */
  readonly reply: boolean
}

/**
 * Opens a chat beside the list that is shown, at the message that a search has found in it.
 * @param reply puts the cursor into its field
 */
export function openChat(
  router: Router,
  { id, match }: Pick<SupportChatListItem, 'id' | 'match'>,
  reply = false,
): void {
  const queryParams = { at: match?.sequence ?? null }
  const info: ChatNavigation = { reply }
  void router.navigate(['/chats', id], { queryParams, queryParamsHandling: 'merge', info })
}
