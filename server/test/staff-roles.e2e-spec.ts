import { randomUUID } from 'node:crypto'
import {
  type AdminSupportChat,
  type ApiError,
  type ChatListPage,
  may,
  type Me,
  routes,
  STAFF_ROLES,
  type StaffMember,
  type StaffRole,
  staffRoutes,
  type SupportChat,
  type SupportMessage,
} from '@support-chat/shared'
import { adminRoutes } from './admin-routes.js'
import { call } from './call.js'
import { newColleague } from './colleague.js'
import { eventually } from './eventually.js'
import { permissionRows, printedPermissionRows } from './permission-tables.js'
import { type TestApp, type TestSocket, useTestApp } from './test-app.js'

let server: TestApp
let owner: string

interface Colleague {
  id: string
  token: string
}

let people: Record<StaffRole, Colleague>

useTestApp((...started) => ([server, owner] = started))

beforeAll(async () => {
  const { id } = await meOf(owner)
  const made = STAFF_ROLES.filter((role) => role !== 'owner').map((role) =>
    newColleague(server, owner, `One-${role}`, role),
  )
  const [viewer, agent, admin] = await Promise.all(made)
  people = { viewer: viewer!, agent: agent!, admin: admin!, owner: { id, token: owner } }
})

const request = async <T = ApiError>(method: string, path: string, token: string, body?: unknown) =>
  call<T>(server.url + path, method, { token, ...(body === undefined ? {} : { body }) })
const codeOf = async (method: string, path: string, token: string, body?: unknown) => {
  const answer = await request(method, path, token, body)
  return answer.status < 400 ? answer.status : answer.body.code
}
const meOf = async (token: string) => (await request<Me>('GET', routes.me, token)).body
const setRole = (id: string, staff_role: StaffRole, token = owner) =>
  codeOf('PATCH', staffRoutes.staffMember(id), token, { staff_role })
const ask = (socket: TestSocket, event: string, payload: object) =>
  (socket as unknown as { emitWithAck: (event: string, payload: object) => Promise<{ code?: string; data?: unknown }> })
    .emitWithAck(event, payload)
    .then((ack) => JSON.stringify(ack))

async function newChat(name: string): Promise<{ id: string; token: string }> {
  const token = server.userToken(name)
  const { id } = (await request<SupportChat>('GET', routes.userChat, token)).body
  await request('POST', routes.userMessages, token, { content: 'Is anybody there?', client_id: randomUUID() })
  return { id, token }
}

describe('A role', () => {
  it('is told of oneself and of colleagues; who was there first is owner', async () => {
    for (const role of STAFF_ROLES) expect(await meOf(people[role].token)).toMatchObject({ staff_role: role })
    const { body } = await request<{ staff: StaffMember[] }>('GET', staffRoutes.staff, people.viewer.token)
    expect(body.staff.map(({ staff_role }) => staff_role).sort()).toEqual([...STAFF_ROLES].sort())
    const signedIn = await call<{ user: Me }>(server.url + routes.login, 'POST', {
      body: { email: 'admin@example.com', password: 'support-chat' },
    })
    expect(signedIn.body.user.staff_role).toBe('owner')
  })

  it('is needed by every route under /api/admin, which says for what', () => {
    const silent = adminRoutes(server).filter(({ permission }) => permission === undefined)
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  it('decides before the body, its type, and what there is: every route, by every role', async () => {
    const differing: string[] = []
    for (const { method, path, permission } of adminRoutes(server)) {
      for (const role of STAFF_ROLES) {
        const answer = await fetch(server.url + path.replace(/:\w+/g, randomUUID()), {
          method,
          headers: { authorization: `Bearer ${people[role].token}`, 'content-type': 'text/nonsense' },
          ...(method === 'GET' ? {} : { body: '{ not json' }),
        })
        await answer.body?.cancel()
        if ((answer.status !== 403) !== may(role, permission!))
          differing.push(`${role} ${method} ${path}: ${answer.status}`)
      }
    }
    expect(differing).toEqual([])
  })

  it('of a viewer opens nothing under /api/admin but what reads, and mark_read', () => {
    const open = adminRoutes(server).filter(({ method, permission }) => method !== 'GET' && may('viewer', permission!))
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/admin/chats/:id/mark_read'])
  })

  it('is printed for every route and event in docs/security.md', async () => {
    expect(await printedPermissionRows()).toEqual(permissionRows(adminRoutes(server)))
  })

  it('is told by the API reference', async () => {
    const { body } = await call<{ paths: Record<string, Record<string, object>> }>(`${server.url}/api/docs-json`, 'GET')
    const operation = body.paths['/api/admin/api_keys']?.['get']
    expect(operation).toMatchObject({ 'x-staff-role': 'admin' })
  })
})

describe('A viewer', () => {
  it('reads a chat and leaves it as unread, and as unanswered, as it was', async () => {
    const { id } = await newChat('unread-by-viewers')
    const { token } = people.viewer
    const opened = await request<AdminSupportChat>('GET', routes.adminChat(id), token)
    expect(opened.body.messages).toHaveLength(1)
    const marked = await request('POST', routes.adminMarkRead(id), token, {})
    expect([marked.status, marked.body]).toEqual([200, { unread_count: 1 }])
    const socket = await server.connect(token)
    expect(await ask(socket, 'mark_read', { chat_id: id, sequence: 1 })).toContain('"unread_count":1')
    const cardOf = async () =>
      (await request<ChatListPage>('GET', `${routes.adminChats}?q=unread-by-viewers`, owner)).body.chats[0]
    expect(await cardOf()).toMatchObject({ unread: true, needs_reply: true })
    await request('GET', routes.adminChat(id), people.agent.token)
    expect(await cardOf()).toMatchObject({ unread: false })
  })

  it('cannot write over a socket, nor be seen typing, but hears', async () => {
    const { id, token } = await newChat('viewed-by-socket')
    const socket = await server.connect(people.viewer.token)
    const heard: SupportMessage[] = []
    socket.on('new_message', ({ message }) => heard.push(message))
    expect(await ask(socket, 'join_chat', { chat_id: id })).toContain('"last_sequence":1')
    for (const [event, payload] of [
      ['send_message', { chat_id: id, content: 'Hello', client_id: randomUUID() }],
      ['send_message', { nonsense: true }],
      ['typing', { chat_id: id, is_typing: true }],
    ] as const)
      expect(await ask(socket, event, payload)).toContain('"code":"forbidden"')
    await request('POST', routes.userMessages, token, { content: 'Still here', client_id: randomUUID() })
    await eventually(() => heard.find(({ content }) => content === 'Still here') ?? null, 'the message')
  })

  it('is not there for users, from when the role changes until it changes back', async () => {
    const colleague = await newColleague(server, owner, 'Comes-and-goes', 'viewer')
    const user = await server.connect(server.userToken('who-is-there'))
    const seen: boolean[] = []
    user.on('presence', ({ side, online }) => side === 'admin' && seen.push(online))
    const socket = await server.connect(colleague.token)
    const until = (online: boolean) => eventually(() => (seen.at(-1) === online ? true : null), `staff to be ${online}`)
    await ask(socket, 'watch', { chat_ids: [] })
    expect(seen).not.toContain(true)
    expect(await setRole(colleague.id, 'agent')).toBe(200)
    await until(true)
    expect(await setRole(colleague.id, 'viewer')).toBe(200)
    await until(false)
    expect(socket.connected).toBe(true)
    socket.disconnect()
  })

  it('takes no chats: gives back what was theirs, and is given none', async () => {
    const colleague = await newColleague(server, owner, 'Had-a-chat')
    const { id } = await newChat('taken-from')
    const assign = (token: string) => codeOf('PATCH', routes.adminChat(id), token, { assignee_id: colleague.id })
    expect(await assign(people.agent.token)).toBe(200)
    expect(await setRole(colleague.id, 'viewer')).toBe(200)
    expect((await request<AdminSupportChat>('GET', routes.adminChat(id), owner)).body.assignee).toBeNull()
    const { body } = await request<{ entries: { reason: string }[] }>('GET', staffRoutes.history(id), owner)
    expect(body.entries[0]).toMatchObject({ action: 'unassigned', reason: 'cannot answer' })
    expect(await assign(people.agent.token)).toBe('conflict')
  })
})

describe('A change of role', () => {
  it('holds from the next request, and the next event of an open socket, on', async () => {
    const colleague = await newColleague(server, owner, 'Changes')
    const { id } = await newChat('changes-hands')
    const socket = await server.connect(colleague.token)
    const send = () => ask(socket, 'send_message', { chat_id: id, content: 'Hello', client_id: randomUUID() })
    for (const [role, may] of [
      ['viewer', false],
      ['agent', true],
      ['viewer', false],
      ['admin', true],
    ] as const) {
      expect(await setRole(colleague.id, role)).toBe(200)
      expect(await send()).toContain(may ? '"content":"Hello"' : '"code":"forbidden"')
      expect(await codeOf('GET', staffRoutes.apiKeys, colleague.token)).toBe(role === 'admin' ? 200 : 'forbidden')
    }
  })

  it('that the database knows of only holds from the next event on, too', async () => {
    const colleague = await newColleague(server, owner, 'Elsewhere')
    const { id } = await newChat('elsewhere')
    const socket = await server.connect(colleague.token)
    await server.sql(`UPDATE users SET staff_role = 'viewer' WHERE id = $1`, [colleague.id])
    const read = await ask(socket, 'mark_read', { chat_id: id, sequence: 1 })
    const answer = await ask(socket, 'send_message', { chat_id: id, content: 'Hello', client_id: randomUUID() })
    expect([read, answer]).toEqual([
      expect.stringContaining('"unread_count":1'),
      expect.stringContaining('"code":"forbidden"'),
    ])
  })

  it('is written down, with both roles', async () => {
    const colleague = await newColleague(server, owner, 'Written-down')
    expect(await setRole(colleague.id, 'viewer')).toBe(200)
    const { body } = await request<{ entries: object[] }>(
      'GET',
      `${staffRoutes.audit}?action=staff.role_changed`,
      people.admin.token,
    )
    expect(body.entries[0]).toMatchObject({
      actor: { id: people.owner.id },
      target: { type: 'staff', id: colleague.id },
      details: { from: 'agent', to: 'viewer' },
    })
  })
})

describe('Owners', () => {
  it('are made, changed and shut out by owners only', async () => {
    const second = await newColleague(server, owner, 'Second-owner', 'owner')
    const { token } = people.admin
    expect(await setRole(second.id, 'agent', token)).toBe('forbidden')
    expect(await setRole(people.agent.id, 'owner', token)).toBe('forbidden')
    for (const act of [staffRoutes.deactivate, staffRoutes.activate])
      expect(await codeOf('POST', act(second.id), token)).toBe('forbidden')
    const invite = (staff_role: StaffRole, by: string) =>
      codeOf('POST', staffRoutes.invite, by, { email: 'another@staff.example', staff_role })
    expect(await invite('owner', token)).toBe('forbidden')
    expect(await invite('owner', owner)).toBe(201)
    expect(await invite('agent', token)).toBe('forbidden')
    expect(await codeOf('POST', staffRoutes.deactivate(second.id), owner)).toBe(200)
  })

  it('are never none: not of two who demote each other at once, and not those who are only invited', async () => {
    expect(await setRole(people.owner.id, 'admin')).toBe('conflict')
    const second = await newColleague(server, owner, 'Third-owner', 'owner')
    const both = await Promise.all([
      setRole(second.id, 'agent', owner),
      setRole(people.owner.id, 'agent', second.token),
    ])
    expect(both.filter((answer) => answer === 200)).toHaveLength(1)
    const left = await server.sql<{ id: string }>(
      `SELECT id FROM users WHERE staff_role = 'owner' AND deactivated_at IS NULL AND password_hash IS NOT NULL`,
    )
    expect(left).toHaveLength(1)
    const token = left[0]!.id === second.id ? second.token : owner
    expect(await setRole(people.owner.id, 'owner', token)).toBe(200)
    if (left[0]!.id === second.id) expect(await setRole(second.id, 'agent', owner)).toBe(200)
  })

  it('alone make keys that erase', async () => {
    const key = (token: string) =>
      codeOf('POST', staffRoutes.apiKeys, token, { name: 'Eraser', scopes: ['users:erase'] })
    expect(await key(people.admin.token)).toBe('forbidden')
    expect(await key(owner)).toBe(201)
  })
})

describe('Requests about roles', () => {
  it('are checked', async () => {
    const bad = await Promise.all([
      setRole(people.agent.id, 'king' as StaffRole),
      setRole(randomUUID(), 'agent'),
      setRole('nobody', 'agent'),
    ])
    expect(bad).toEqual(['invalid_request', 'not_found', 'not_found'])
  })
})
