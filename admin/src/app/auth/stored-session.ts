import type { Me, Session } from '@support-chat/shared'

/** A staff session as the browser keeps it, for all tabs of the console. */
export interface StoredSession {
  access_token: string
  refresh_token: string
  /** When `access_token` expires, in milliseconds since 1970 by this computer's clock. */
  expires_at: number
  user: Me
}

export const SESSION_KEY = 'support-chat.staff-session'

export function toStored(session: Session, now: number): StoredSession {
  const { access_token, refresh_token, user } = session
  return { access_token, refresh_token, user, expires_at: now + session.expires_in * 1000 }
}

/** Reads what the browser kept; anything that is not a session is no session. */
export function parseStored(text: string | null): StoredSession | null {
  if (!text) return null
  try {
    const value = JSON.parse(text) as Partial<StoredSession> | null
    const complete = value?.access_token && value.refresh_token && value.expires_at && value.user?.id
    return complete ? (value as StoredSession) : null
  } catch {
    return null
  }
}
