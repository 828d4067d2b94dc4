import { attempt } from '@support-chat/shared/client'

const KEY = 'support-chat:muted'

/** Whether the user of this browser has turned sounds off. Nothing is stored until they do. */
export const wasMuted = (): boolean => (attempt(() => localStorage.getItem(KEY)) ?? null) !== null

/** Without storage the choice lasts as long as the page. */
export function keepMuted(muted: boolean): void {
  attempt(() => (muted ? localStorage.setItem(KEY, '1') : localStorage.removeItem(KEY)))
}
