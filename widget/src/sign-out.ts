import { attempt, clearOutbox } from '@support-chat/shared/client'
import { forgetDrafts } from './drafts.js'

/** Calls back when the user signs out in another tab; returns the way to stop. */
export function onSignOutElsewhere(serverUrl: string, userKey: string, heard: () => void): () => void {
  const channel = openChannel(serverUrl)
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data === null || data === userKey) heard()
    }
  }
  return () => channel?.close()
}

/** Forgets what the browser keeps for a user, or for everyone where that is null, and tells the other tabs. */
export function signOutEverywhere(serverUrl: string, userKey: string | null): void {
  clearOutbox(serverUrl, userKey)
  forgetDrafts(userKey)
  attempt(() => {
    const channel = openChannel(serverUrl)
    channel?.postMessage(userKey)
    channel?.close()
  })
}

/** Undefined where the browser has none, or refuses it: the other tabs keep their user. */
const openChannel = (serverUrl: string): BroadcastChannel | undefined =>
  attempt(() => new BroadcastChannel(`support-chat-sign-out|${serverUrl}`))
