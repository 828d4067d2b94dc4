import { clearOutbox } from '@support-chat/shared/client'

const channelOf = (userKey: string) => `support-chat-sign-out|${userKey}`

/** Calls back when the user signs out in another tab; returns the way to stop. */
export function onSignOutElsewhere(userKey: string, heard: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined
  const channel = new BroadcastChannel(channelOf(userKey))
  channel.onmessage = heard
  return () => channel.close()
}

/** Forgets what the browser keeps for a user, and tells the user's other tabs. */
export function signOutEverywhere(serverUrl: string, userKey: string): void {
  clearOutbox(serverUrl, userKey)
  if (typeof BroadcastChannel === 'undefined') return
  const channel = new BroadcastChannel(channelOf(userKey))
  channel.postMessage('signed out')
  channel.close()
}
