import { type Invitation, type Session, type StaffRole, staffRoutes } from '@support-chat/shared'
import { call } from './call.js'
import type { TestApp } from './test-app.js'

/** Invites a member of staff and signs them in, as `NAME@staff.example`. */
export async function newColleague({ url }: Pick<TestApp, 'url'>, staff: string, name: string, role?: StaffRole) {
  const body = { email: `${name.toLowerCase()}@staff.example`, name, ...(role && { staff_role: role }) }
  const invited = await call<Invitation>(url + staffRoutes.invite, 'POST', { token: staff, body })
  const token = new URL(invited.body.invitation_url).hash.slice(1)
  const accepted = await call<Session>(url + staffRoutes.acceptInvitation, 'POST', {
    body: { token, password: 'a long enough password' },
  })
  return { id: accepted.body.user.id, token: accepted.body.access_token, ...body }
}
