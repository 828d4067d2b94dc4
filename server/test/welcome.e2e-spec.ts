import { randomUUID } from 'node:crypto'
import {
  meRoute,
  routes,
  staffRoutes,
  type ApiError,
  type AuditPage,
  type SupportChat,
  type TeamProfile,
  type WidgetSettings,
} from '@support-chat/shared'
import { Clock, WallClock } from '../src/common/clock.js'
import type { Sql } from '../src/database/sql.js'
import { WELCOME_MS } from '../src/widget-settings/welcome.service.js'
import { TeamRepository } from '../src/widget-settings/team.repository.js'
import { FIND_FIRST_ANSWERS, FIND_MEMBERS } from '../src/widget-settings/team.sql.js'
import { eventually } from './eventually.js'
import { explainOn } from './query-plan.js'
import { stopLimits } from './stand-still.js'
import { teamOn } from './team-stage.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let user: string

useTestApp((...started) => ([server, staff] = started))
const team = teamOn(
  () => server,
  () => staff,
)
beforeAll(() => {
  stopLimits(server)
  user = server.userToken('visitor')
})

const change = (changes: object) => team.ask<WidgetSettings & ApiError>('PATCH', staffRoutes.widgetSettings, changes)
const chat = async (token = user, at = server) => {
  const response = await fetch(at.url + routes.userChat, { headers: { authorization: `Bearer ${token}` } })
  return (await response.json()) as SupportChat
}
const shown = async (): Promise<TeamProfile> => (await chat()).team
/** The time of day of a server, from now on. */
const at = (time: string, { app }: TestApp = server) => {
  const clock = app.get(WallClock, { strict: false })
  clock.now = () => new Date(time)
}
const secondsPass = ({ app }: TestApp, seconds: number) => {
  const clock = app.get(Clock, { strict: false })
  const { now } = clock
  clock.now = () => now.call(clock) + seconds * 1_000
}

const WORKDAYS = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }))
const EMPTY = {
  team_name: '',
  greeting: '',
  topics: [],
  hours: { time_zone: 'UTC', weekly: [], exceptions: [] },
  brand: { accent: '', heading: '', position: 'bottom-right' },
}

describe('What the widget shows before anybody writes', () => {
  it('is empty at first, with the name of the application and who is there', async () => {
    expect((await team.ask('GET', staffRoutes.widgetSettings)).body).toEqual(EMPTY)
    expect(await chat()).toMatchObject({
      external_id: 'visitor',
      greeting: '',
      topics: [],
      team: {
        name: 'Support Chat',
        members: [{ name: 'Support', avatar_url: null }],
        online: false,
        back_at: null,
        reply_time_seconds: null,
      },
    })
  })

  it('is what staff have set, at once, and what is left out stays', async () => {
    const hours = { time_zone: 'Europe/Berlin', weekly: WORKDAYS, exceptions: [{ date: '2026-12-25' }] }
    const brand = { accent: '#1f6f4a', heading: 'Ask us', position: 'bottom-left' }
    const set = { team_name: 'Shop', greeting: 'Hello', topics: ['Orders', 'Returns'], hours, brand }
    expect(await change(set)).toMatchObject({ status: 200, body: set })
    expect(await chat()).toMatchObject({ greeting: 'Hello', topics: ['Orders', 'Returns'], team: { name: 'Shop' } })
    const exceptions = [{ date: '2026-12-24', from: '09:00', to: '12:00' }]
    const then = { ...set, greeting: 'Good day', hours: { ...hours, exceptions }, brand: { ...brand, accent: '' } }
    const changes = { greeting: 'Good day', hours: { exceptions }, brand: { accent: '' } }
    expect((await change(changes)).body).toEqual(then)
    expect((await team.ask('GET', staffRoutes.widgetSettings)).body).toEqual(then)
    expect((await chat()).greeting).toBe('Good day')
  })

  it('is written down without what it says', async () => {
    await change({ team_name: 'The shop', hours: { time_zone: 'UTC' } })
    const { entries } = (await team.ask<AuditPage>('GET', `${staffRoutes.audit}?action=settings.changed`)).body
    expect(entries[0]).toMatchObject({
      actor: { name: 'Support' },
      target: { type: 'settings', id: null },
      details: { of: 'widget', fields: ['team_name', 'hours'] },
    })
    expect(JSON.stringify(entries)).not.toContain('shop')
  })

  it.each([
    [{ hours: { time_zone: 'Mars/Base' } }, 'hours.time_zone: must be an IANA time zone'],
    [
      {
        hours: {
          weekly: [
            { day: 6, from: '22:00', to: '02:00' },
            { day: 7, from: '01:00', to: '02:00' },
          ],
        },
      },
      'hours.weekly: Saturday 22:00 to 02:00 overlaps Sunday 01:00 to 02:00',
    ],
    [{ hours: { weekly: [{ day: 1, from: '09:00' }] } }, 'hours.weekly.0.to: is required'],
    [{ topics: [''] }, 'topics.0: must not be blank'],
    [{ brand: { accent: 'red' } }, 'brand.accent: must be a colour such as #4f46e5'],
    [{ greeting: 5 }, 'greeting: Invalid input: expected string, received number'],
  ])('is refused where it is wrong, and stays as it was: %j', async (changes, message) => {
    const before = (await team.ask('GET', staffRoutes.widgetSettings)).body
    expect(await change(changes)).toMatchObject({ status: 400, body: { code: 'invalid_request', message } })
    expect((await team.ask('GET', staffRoutes.widgetSettings)).body).toEqual(before)
  })

  it('keeps both of two changes that are made at once', async () => {
    await Promise.all([change({ greeting: 'One' }), change({ topics: ['Two'] })])
    expect(await chat()).toMatchObject({ greeting: 'One', topics: ['Two'] })
  })

  it('is for staff to set, whatever is sent', async () => {
    for (const [method, path] of [
      ['GET', staffRoutes.widgetSettings],
      ['PATCH', staffRoutes.widgetSettings],
    ] as const) {
      expect(await team.ask(method, path, method === 'GET' ? undefined : '{broken', user)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
    }
  })
})

describe('The team', () => {
  it('is online within its hours while somebody is connected, and else says when it is back', async () => {
    await change({ hours: { time_zone: 'Europe/Berlin', weekly: WORKDAYS, exceptions: [{ date: '2026-01-06' }] } })
    at('2026-01-05T10:00:00Z')
    expect(await shown()).toMatchObject({ online: false, back_at: null })
    const socket = await server.connect(staff)
    await eventually(async () => ((await shown()).online ? true : null), 'the team to be online')
    at('2026-01-05T15:59:59Z')
    expect(await shown()).toMatchObject({ online: true, back_at: null })
    // The hours end by themselves, without a change that anybody told of.
    at('2026-01-05T16:00:00Z')
    expect(await shown()).toMatchObject({ online: false, back_at: '2026-01-07T08:00:00.000Z' })
    at('2026-01-07T08:00:00Z')
    expect(await shown()).toMatchObject({ online: true, back_at: null })
    socket.disconnect()
    await eventually(async () => ((await shown()).online ? null : true), 'the team to be gone')
    await change(EMPTY)
  })

  it('shows three of its people: who is connected first, then who answered last; never who cannot be met', async () => {
    const names = async () => (await shown()).members.map(({ name }) => name)
    const colleagues = [await team.colleague('Ada'), await team.colleague('Barbara'), await team.colleague('Cleo')]
    const [ada, barbara, cleo] = colleagues
    await team.ask('POST', staffRoutes.invite, { email: 'invited@example.com', name: 'Invited' })
    const asker = await team.user()
    await asker.says('Hello?')
    await team.answer(asker.id, 'Yes?', barbara!.token)
    const socket = await server.connect(cleo!.token)
    await eventually(async () => ((await names())[0] === 'Cleo' ? true : null), 'who is connected')
    secondsPass(server, WELCOME_MS / 1_000)
    expect((await names()).slice(0, 2)).toEqual(['Cleo', 'Barbara'])
    expect(await names()).toHaveLength(3)
    await team.ask('PATCH', meRoute, { name: 'Cleopatra' }, cleo!.token)
    expect((await names())[0]).toBe('Cleopatra')
    expect(JSON.stringify(await chat())).not.toContain('@example.com')
    socket.disconnect()
    for (const { id } of [barbara!, cleo!]) await team.ask('POST', staffRoutes.deactivate(id))
    expect(new Set(await names())).toEqual(new Set(['Ada', 'Support']))
    await team.ask('POST', staffRoutes.deactivate(ada!.id))
  })

  it('says how quickly people of it answer who waits, by the median of what began within its hours', async () => {
    await server.sql('UPDATE support_messages SET answers_since = NULL')
    const asker = await team.user()
    const robot = await team.key('messages:write')
    const answered = async (waited: string, token?: string) => {
      await asker.says('Hello?')
      await server.sql('UPDATE support_chats SET waiting_since = now() - $2::interval WHERE id = $1', [
        asker.id,
        waited,
      ])
      await team.answer(asker.id, 'Yes', token)
    }
    const seconds = async () => {
      secondsPass(server, 3600)
      return (await shown()).reply_time_seconds
    }
    for (const waited of ['10 s', '20 s', '1 day', '40 s']) await answered(waited)
    // The second answer in a row ends no wait, and a program is no measure of people.
    await team.answer(asker.id, 'And more')
    await answered('1 s', robot)
    await team.answer(asker.id, 'I can help')
    expect(await seconds()).toBeNull()
    await answered('60 s')
    expect(await seconds()).toBe(40)
    await answered('50 s')
    expect(await seconds()).toBe(45)
    await server.sql(
      "UPDATE support_messages SET created_at = now() - interval '31 days' WHERE answers_since IS NOT NULL",
    )
    expect(await seconds()).toBeNull()
    for (const waited of ['1 s', '1 s', '1 s', '1 s', '1 s']) await answered(waited)
    expect(await seconds()).toBe(1)
    // Of a team that is never there at this time, nothing that began now counts.
    const today = new Date().getUTCDay()
    const other = (today + 3) % 7
    await change({ hours: { weekly: [{ day: other, from: '09:00', to: '10:00' }] } })
    expect(await seconds()).toBeNull()
    await change(EMPTY)
  })

  it('is read along indexes', async () => {
    const plan = (statement: Sql, params: unknown[]) =>
      explainOn(server, async (query, client) => {
        // Of few rows all would be read.
        await client.query('SET enable_seqscan = off')
        return query(statement, params)
      })
    expect(JSON.stringify(await plan(FIND_FIRST_ANSWERS, [30, 2000]))).toContain('support_messages_first_answers')
    expect(JSON.stringify(await plan(FIND_MEMBERS, [50]))).toContain('users_staff_email')
  })

  it('is seen at every process within seconds', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    try {
      expect((await chat(user, other)).greeting).toBe('')
      await change({ greeting: 'From the first' })
      secondsPass(other, WELCOME_MS / 1_000)
      expect((await chat(user, other)).greeting).toBe('From the first')
    } finally {
      await other.close()
    }
  })
})

it('A chat asks the database for nothing more while many open theirs', async () => {
  // Made anew now, so that it stays good while they come.
  secondsPass(server, WELCOME_MS / 1_000)
  await chat()
  const reads = jest.spyOn(server.app.get(TeamRepository, { strict: false }), 'members')
  await Promise.all(Array.from({ length: 20 }, () => chat(server.userToken(`many-${randomUUID()}`))))
  expect(reads).not.toHaveBeenCalled()
  reads.mockRestore()
})
