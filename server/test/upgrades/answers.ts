import { routes, staffRoutes } from '@support-chat/shared'
import { call } from '../call.js'
import { signIn, userToken } from '../test-app.js'

const CHAT = '01938a00-0000-7000-8000-0000000000e1'
const WEBHOOK = '01938a00-0000-7000-8000-000000000301'
const API_KEY = 'sck_made-up-key-of-the-oldest-backup-0000000000'

/** What a server answers of everything in rows.sql. Asking changes next to nothing; the sign-in is not asked for. */
export async function answersOf(url: string): Promise<Record<string, unknown>> {
  const [staff, user] = [await signIn(url), userToken('ada', { name: undefined, email: 'ada@example.com' })]
  const asked: [path: string, token: string][] = [
    [`${routes.adminChats}?archived=false`, staff],
    [`${routes.adminChats}?archived=true`, staff],
    [`${routes.adminChats}?q=strasse`, staff],
    [`${routes.adminChats}?q=${encodeURIComponent('ete')}`, staff],
    [routes.adminChat(CHAT), API_KEY],
    [routes.adminMessages(CHAT), staff],
    [routes.adminMessages('01938a00-0000-7000-8000-0000000000e2'), staff],
    [routes.adminUsers, staff],
    [staffRoutes.chatUser(CHAT), staff],
    [staffRoutes.unreadCount, staff],
    [`${staffRoutes.deliveries(CHAT)}?from=1&to=9`, staff],
    [staffRoutes.cannedReplies, staff],
    [staffRoutes.apiKeys, staff],
    [staffRoutes.webhooks, staff],
    [staffRoutes.webhookDeliveries(WEBHOOK), staff],
    [`${staffRoutes.audit}?to=2026-01-01T00:00:00Z`, staff],
    [staffRoutes.events, API_KEY],
    [staffRoutes.staff, staff],
    [routes.userChat, user],
    [routes.userMessages, user],
  ]
  const answers: Record<string, unknown> = {}
  for (const [path, token] of asked) {
    const { status, body } = await call<unknown>(url + path, 'GET', { token })
    answers[path] = { status, body: settled(body) }
  }
  return answers
}

/** Without what depends on when it is asked: that accounts and keys are in use now. */
function settled(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      key === 'last_used_at' || key === 'last_seen_at' ? undefined : value,
    ),
  )
}
