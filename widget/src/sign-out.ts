import { clearOutbox } from '@support-chat/shared/client'
import { forgetDrafts } from './drafts.js'

const channelOf = (serverUrl: string) => `support-chat-sign-out|${serverUrl}`

/** Calls back when the user signs out in another tab; returns the way to stop. */
export function onSignOutElsewhere(serverUrl: string, userKey: string, heard: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const channel = new BroadcastChannel(channelOf(serverUrl))
  channel.onmessage = ({ data }) => {
    if (data === null || data === userKey) heard()
  }
  return () => channel.close()
}

/** Forgets what the browser keeps for a user, or for everyone where that is null, and tells the other tabs. */
export function signOutEverywhere(serverUrl: string, userKey: string | null): void {
  clearOutbox(serverUrl, userKey)
  forgetDrafts(userKey)
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(channelOf(serverUrl))
  channel.postMessage(userKey)
  channel.close()
}
