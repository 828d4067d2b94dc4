import { TestBed } from '@angular/core/testing'
import type { Invitation, StaffMember } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { StaffMembers } from './staff-members.js'

const member = (id: string, changes: Partial<StaffMember> = {}): StaffMember => ({
  id,
  email: `${id}@example.com`,
  name: null,
  avatar_url: null,
  invited: false,
  staff_role: 'agent',
  deactivated_at: null,
  last_seen_at: null,
  ...changes,
})

let engine: FakeConnection

async function open(answer: (path: string) => unknown): Promise<StaffMembers> {
  engine = new FakeConnection((path) => (path === '/api/admin/staff' ? { staff: [member('ada')] } : answer(path)))
  const providers = [
    LiveConnection,
    StaffMembers,
    { provide: ENGINE, useValue: { createConnection: () => engine, openStaffChat: () => undefined } },
  ]
  const members = TestBed.configureTestingModule({ providers }).inject(StaffMembers)
  await members.load()
  return members
}

describe('StaffMembers', () => {
  it('lists who was invited at once, with the link', async () => {
    const invitation: Invitation = { member: member('bea', { invited: true }), invitation_url: 'https://x/#1' }
    const members = await open(() => invitation)
    expect(await members.invite('bea@example.com', '', 'agent')).toBe(true)
    expect(members.all()).toEqual([member('ada'), invitation.member])
    expect(members.invitation()).toEqual(invitation)
  })

  it('shows what became of a member in their place', async () => {
    const out = member('ada', { deactivated_at: '2026-03-04T12:00:00.000Z' })
    const members = await open(() => out)
    await members.setActive(member('ada'), false)
    expect(engine.asked.at(-1)).toBe('POST /api/admin/staff/ada/deactivate')
    expect(members.all()).toEqual([out])
  })

  it('keeps the list and says why when something is refused', async () => {
    const members = await open(() => {
      throw new RequestError({ code: 'conflict', message: 'Taken' })
    })
    expect(await members.invite('ada@example.com', '', 'agent')).toBe(false)
    expect(members.request.error()?.code).toBe('conflict')
    expect(members.all()).toEqual([member('ada')])
    expect(members.request.pending()).toBe(false)
  })
})
