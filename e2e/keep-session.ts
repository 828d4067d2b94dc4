import type { APIRequestContext, BrowserContext } from '@playwright/test'
import { routes, type Session } from '@support-chat/shared'
import { SESSION_KEY, toStored } from '../admin/src/app/auth/stored-session.js'
import { STAFF } from './server.js'

/** Signs staff in without a browser. */
export async function signInStaff(request: APIRequestContext): Promise<Session> {
  return (await (await request.post(routes.login, { data: STAFF })).json()) as Session
}

/**
 * Has the console find a session in this profile, as after signing in there: the form costs a third of a second of the
 * processor. It is put there once, so that who signs out stays signed out.
 */
export async function keepSession(context: BrowserContext, session: Session): Promise<void> {
  const stored = JSON.stringify(toStored(session, Date.now()))
  await context.addInitScript(
    ({ key, value }) => {
      if (!location.protocol.startsWith('http') || localStorage.getItem('signed-in-once')) return
      localStorage.setItem('signed-in-once', 'yes')
      localStorage.setItem(key, value)
    },
    { key: SESSION_KEY, value: stored },
  )
}
