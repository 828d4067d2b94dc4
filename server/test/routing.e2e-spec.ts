import { randomUUID } from 'node:crypto'
import { meRoute, routes, staffRoutes, type Me, type RoutingSettings, type StaffRef } from '@support-chat/shared'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { ROUTE_CHATS } from '../src/routing/routing.service.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { inSeconds, teamOn } from './team-stage.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))
const team = teamOn(
  () => server,
  () => staff,
)

const settings = (body: object) => team.ask<RoutingSettings>('PATCH', staffRoutes.routingSettings, body)
const available = (token: string, available: boolean) => team.ask<Me>('PATCH', meRoute, { available }, token)
const route = ({ app }: TestApp) => app.get(IntervalTasks, { strict: false }).run(ROUTE_CHATS)
const minutesPass = (chatId: string, minutes: number) =>
  server.sql('UPDATE support_chats SET routed_at = routed_at - make_interval(mins => $2) WHERE id = $1', [
    chatId,
    minutes,
  ])

type Colleague = Awaited<ReturnType<typeof team.colleague>>
type User = Awaited<ReturnType<typeof team.user>>

/** Colleagues who take chats. */
async function takers(...names: string[]): Promise<Colleague[]> {
  const colleagues: Colleague[] = []
  for (const name of names) colleagues.push(await team.colleague(name))
  for (const { token } of colleagues) expect((await available(token, true)).body).toMatchObject({ available: true })
  return colleagues
}

const assigneeOf = async ({ id, name }: User): Promise<StaffRef | null> => (await team.card(id, name)).assignee
const givenTo = (user: User) => eventually(() => assigneeOf(user), 'an assignee')

/** A user who has just written. */
async function writer(): Promise<User> {
  const user = await team.user()
  await user.says('Hello?')
  return user
}

beforeAll(() => stopLimits(server))
beforeEach(async () => {
  await settings({ mode: 'least_busy', capacity: 10, return_after_minutes: 15 })
})
afterEach(async () => {
  await settings({ mode: 'off' })
  await server.sql("UPDATE users SET available = false WHERE role = 'admin'")
  await server.sql('UPDATE support_chats SET archived_at = now(), assignee_id = NULL, routed_at = NULL')
})

describe('The settings', () => {
  it('are off at first, and keep what is not given', async () => {
    await server.sql('DELETE FROM routing_settings')
    const off = { mode: 'off', capacity: 10, return_after_minutes: 15 }
    expect((await team.ask('GET', staffRoutes.routingSettings)).body).toEqual(off)
    expect(await settings({ capacity: 3 })).toMatchObject({ status: 200, body: { ...off, capacity: 3 } })
    expect((await settings({ mode: 'least_busy', return_after_minutes: 5 })).body).toEqual({
      mode: 'least_busy',
      capacity: 3,
      return_after_minutes: 5,
    })
    expect((await team.ask('GET', staffRoutes.routingSettings)).body).toMatchObject({ capacity: 3 })
  })

  it.each([
    { mode: 'random' },
    { capacity: 0 },
    { capacity: 1.5 },
    { return_after_minutes: 0 },
    { return_after_minutes: '5' },
  ])('refuse %j', async (body) => {
    expect(await settings(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('are for staff only, as is who takes chats', async () => {
    const user = await team.user()
    for (const token of [user.token, await team.key('chats:write')]) {
      expect((await team.ask('PATCH', staffRoutes.routingSettings, {}, token)).status).toBe(403)
      expect((await team.ask('PATCH', meRoute, { available: true }, token)).status).toBe(403)
    }
    const { body } = await team.ask<Me>('GET', routes.me, undefined, user.token)
    expect(body).not.toHaveProperty('available')
    expect((await team.ask<Me>('GET', routes.me)).body).toMatchObject({ role: 'admin', available: false })
    expect(await team.ask('PATCH', meRoute, { available: 'yes' })).toMatchObject({ status: 400 })
  })
})

describe('A new chat', () => {
  it('goes to who is available and has the fewest, and the history says why', async () => {
    const [ann, ben] = (await takers('Ann', 'Ben')) as [Colleague, Colleague]
    await team.colleague('Away')
    const users = [await writer()]
    await givenTo(users[0]!)
    for (let n = 0; n < 3; n++) {
      users.push(await writer())
      await givenTo(users.at(-1)!)
    }
    const given = await Promise.all(users.map(assigneeOf))
    for (const { id } of [ann, ben]) expect(given.filter((assignee) => assignee?.id === id)).toHaveLength(2)
    expect(await team.history(users[0]!.id)).toMatchObject([
      {
        by: 'routing',
        actor: null,
        action: 'assigned',
        reason: 'least busy',
        details: { assignee: { id: given[0]!.id }, former_assignee: null },
      },
    ])
    expect(await team.card(users[0]!.id, users[0]!.name)).toMatchObject({ version: 1 })
  })

  it('waits in the queue while nobody has room, and goes to who has it first, who waits longest first', async () => {
    await settings({ capacity: 1 })
    const [ann] = (await takers('Ann')) as [Colleague]
    const [first, second, third] = [await writer(), await writer(), await writer()]
    expect(await givenTo(first)).toMatchObject({ id: ann.id })
    await route(server)
    expect(await Promise.all([second, third].map(assigneeOf))).toEqual([null, null])
    await team.archive(first.id)
    expect(await givenTo(second)).toMatchObject({ id: ann.id })
    const [ben] = (await takers('Ben')) as [Colleague]
    expect(await givenTo(third)).toMatchObject({ id: ben.id })
  })

  it('is left to people where it waited before, and where routing is off', async () => {
    await settings({ mode: 'off' })
    await takers('Ann')
    const before = await writer()
    await settings({ mode: 'least_busy' })
    const after = await writer()
    await givenTo(after)
    expect(await assigneeOf(before)).toBeNull()
    await before.says('Is anybody there?')
    await givenTo(before)
  })
})

describe('A chat whose user comes back', () => {
  it('is given anew: to who has the fewest, or who had it where that is as few', async () => {
    const [ann, ben] = (await takers('Ann', 'Ben')) as [Colleague, Colleague]
    const user = await writer()
    await team.change(user.id, { assignee_id: ben.id })
    await team.archive(user.id)
    await user.says('Once more')
    const next = await writer()
    expect(await givenTo(next)).toMatchObject({ id: ann.id })
    expect(await assigneeOf(user)).toMatchObject({ id: ben.id })

    await team.archive(next.id)
    const other = await writer()
    await team.change(other.id, { assignee_id: ben.id })
    await team.archive(user.id)
    await user.says('And again')
    await eventually(async () => (await assigneeOf(user))?.id === ann.id || null, 'the one who has fewer')
    expect((await team.history(user.id))[0]).toMatchObject({
      by: 'routing',
      action: 'assigned',
      reason: 'least busy',
      details: { assignee: { id: ann.id }, former_assignee: { id: ben.id } },
    })
  })

  it('goes back to the queue where nobody is available', async () => {
    const gone = await team.colleague('Gone')
    const user = await writer()
    await team.change(user.id, { assignee_id: gone.id })
    await team.archive(user.id)
    await user.says('Once more')
    await eventually(async () => (await assigneeOf(user)) === null || null, 'the queue')
    expect((await team.history(user.id))[0]).toMatchObject({ by: 'routing', action: 'unassigned', reason: 'reopened' })
  })
})

describe('A chat that was handed out', () => {
  it('goes back when nobody has answered in time, and to somebody else', async () => {
    const [ann] = (await takers('Ann')) as [Colleague]
    const user = await writer()
    await givenTo(user)
    await minutesPass(user.id, 14)
    await route(server)
    expect(await assigneeOf(user)).toMatchObject({ id: ann.id })
    await minutesPass(user.id, 1)
    await route(server)
    expect(await assigneeOf(user)).toBeNull()
    expect((await team.history(user.id))[0]).toMatchObject({
      by: 'routing',
      actor: null,
      action: 'unassigned',
      reason: 'not answered in time',
      details: { assignee: null, former_assignee: { id: ann.id }, after_minutes: 15 },
    })
    const [ben] = (await takers('Ben')) as [Colleague]
    expect(await givenTo(user)).toMatchObject({ id: ben.id })
  })

  it('stays once somebody has answered, decided, or put it off', async () => {
    const [ann] = (await takers('Ann')) as [Colleague]
    const users = [await writer(), await writer(), await writer(), await writer()]
    for (const user of users) await givenTo(user)
    const [answered, settled, assigned, snoozed] = users as [User, User, User, User]
    await team.answer(answered.id, 'Hello!', ann.token)
    await answered.says('One more thing')
    await team.change(settled.id, { needs_reply: false })
    await team.change(assigned.id, { assignee_id: null })
    await team.change(assigned.id, { assignee_id: ann.id })
    await team.change(snoozed.id, { snoozed_until: inSeconds(600) })
    for (const { id } of users) await minutesPass(id, 60)
    await route(server)
    for (const user of users) expect(await assigneeOf(user)).toMatchObject({ id: ann.id })
  })

  it('goes back when its assignee is deactivated, as all of theirs do, and they take no more', async () => {
    const [ann] = (await takers('Ann')) as [Colleague]
    const [open, archived, snoozed] = [await writer(), await writer(), await writer()]
    for (const user of [open, archived, snoozed]) await givenTo(user)
    await team.archive(archived.id)
    await team.change(snoozed.id, { snoozed_until: inSeconds(600) })
    const socket = await server.connect(staff)
    const free: string[] = []
    socket.on('chat_updated', ({ chat }) => void (chat.assignee === null && free.push(chat.id)))
    await team.ask('POST', staffRoutes.deactivate(ann.id))
    for (const user of [open, archived, snoozed]) {
      expect(await assigneeOf(user)).toBeNull()
      expect((await team.history(user.id))[0]).toMatchObject({
        by: 'routing',
        action: 'unassigned',
        reason: 'deactivated',
        details: { former_assignee: { id: ann.id } },
      })
    }
    await eventually(() => free.includes(open.id) || null, 'the card')
    await team.ask('POST', staffRoutes.activate(ann.id))
    await route(server)
    expect(await assigneeOf(open)).toBeNull()
  })
})

describe('Two processes', () => {
  it('hand each chat out once, and nobody gets more than the capacity', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    try {
      await settings({ capacity: 3 })
      const people = await takers('Ann', 'Ben', 'Cleo')
      await route(other)
      const users = await Promise.all(Array.from({ length: 12 }, () => team.user()))
      await Promise.all(users.map(({ says }) => says('Hello?')))
      await Promise.all([route(server), route(other), route(server), route(other)])
      const given = await eventually(async () => {
        const all = await Promise.all(users.map(assigneeOf))
        return all.filter(Boolean).length === 9 ? all : null
      }, 'nine chats to be given')
      await Promise.all([route(server), route(other)])
      expect(await Promise.all(users.map(assigneeOf))).toEqual(given)
      for (const { id } of people) expect(given.filter((assignee) => assignee?.id === id)).toHaveLength(3)
      for (const user of users) expect((await team.history(user.id)).length).toBe((await assigneeOf(user)) ? 1 : 0)
    } finally {
      await other.close()
    }
  })

  it('and people who take chats at the same time leave none with two, and count each change', async () => {
    const [ann] = (await takers('Ann')) as [Colleague]
    const users = await Promise.all(Array.from({ length: 8 }, () => team.user()))
    await Promise.all(
      users.map(async ({ id, says }) => {
        await says(`Hello ${randomUUID()}`)
        await team.change(id, { assignee_id: ann.id })
      }),
    )
    await route(server)
    for (const user of users) {
      const { assignee, version } = await team.card(user.id, user.name)
      expect([assignee?.id, version]).toEqual([ann.id, (await team.history(user.id)).length])
    }
  })
})
