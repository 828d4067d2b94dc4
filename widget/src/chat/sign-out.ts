import { attempt, clearOutbox } from '@support-chat/shared/client'
import { forgetDrafts } from './drafts.js'
import type { UserKey } from './identity.js'

export interface OtherTabs {
  /** The user has signed out there. */
  signedOut(): void
  /** Another user has signed in there, after this one. */
  switched(): void
}

/** After this user another one has signed in. */
interface Switched {
  switched: UserKey
}

/** Calls back, until `signal` aborts, when something happens to the user in another tab. */
export function onOtherTabs(serverUrl: string, userKey: UserKey | null, signal: AbortSignal, on: OtherTabs): void {
  const channel = openChannel(serverUrl)
  if (!channel) return
  channel.onmessage = ({ data }: MessageEvent<UserKey | null | Switched>) => {
    if (data === null || data === userKey) on.signedOut()
    else if ((data as Partial<Switched>).switched === userKey) on.switched()
  }
  signal.addEventListener('abort', () => channel.close())
}

/** Forgets what the browser keeps for a user, or for everyone where that is null. */
export function forgetUser(serverUrl: string, userKey: UserKey | null): void {
  clearOutbox(serverUrl, userKey)
  forgetDrafts(userKey)
}

/** @param change the user who signed out, null if unknown, or `{switched}` for one after whom another has signed in */
export function notifyOtherTabs(serverUrl: string, change: UserKey | null | Switched): void {
  attempt(() => {
    const channel = openChannel(serverUrl)
    channel?.postMessage(change)
    channel?.close()
  })
}

/** Undefined where the browser has none, or refuses it: the other tabs keep their user. */
const openChannel = (serverUrl: string): BroadcastChannel | undefined =>
  attempt(() => new BroadcastChannel(`support-chat-sign-out|${serverUrl}`))
