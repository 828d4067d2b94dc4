import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type BulkResult,
  type Identity,
  type SupportChatListItem,
  type SupportMessage,
} from '@support-chat/shared'
import { supportChatListItem } from '@support-chat/shared/contract'
import { WallClock } from '../src/common/clock.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { WAKE_CHATS } from '../src/chats/snooze.sweeper.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { inSeconds, teamOn } from './team-stage.js'
import { startTestApp, useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string
let admin: Identity

useTestApp((...started) => ([server, staff] = started))
const team = teamOn(
  () => server,
  () => staff,
)
beforeAll(async () => {
  stopLimits(server)
  admin = (await team.ask<Identity>('GET', routes.me)).body
})

const ids = (chats: { id: string }[]) => chats.map(({ id }) => id)

describe('A chat needs a reply', () => {
  it('from the first message of the user that nobody has answered, whoever looks at it', async () => {
    const user = await team.user()
    const first = await user.says('Where is my order?')
    await user.says('Hello?')
    const expected = { needs_reply: true, waiting_since: first.created_at }
    expect(await team.card(user.id, user.name)).toMatchObject({ ...expected, unread: true })
    expect((await team.ask('GET', routes.adminChat(user.id))).body).toMatchObject(expected)
    expect(await team.card(user.id, user.name)).toMatchObject({ ...expected, unread: false })

    await team.answer(user.id, 'On its way')
    expect(await team.card(user.id, user.name)).toMatchObject({
      needs_reply: false,
      waiting_since: null,
      last_message_sender_name: 'Support',
      last_message_attachment: null,
    })
    const next = await user.says('And when?')
    expect(await team.card(user.id, user.name)).toMatchObject({ needs_reply: true, waiting_since: next.created_at })
  })

  it('until somebody says that it does not', async () => {
    const user = await team.user()
    await user.says('Thanks!')
    const { status, body } = await team.change(user.id, { needs_reply: false })
    expect([status, body]).toMatchObject([200, { id: user.id, needs_reply: false, waiting_since: null, version: 0 }])
    expect(supportChatListItem.strict().parse(body)).toEqual(body)
    const again = await user.says('One more thing')
    expect(await team.card(user.id, user.name)).toMatchObject({ needs_reply: true, waiting_since: again.created_at })
  })

  it('also after a message that writes to the user first, which is no answer', async () => {
    const [user, key] = [await team.user(), await team.key('messages:write')]
    const { created_at } = await user.says('Where is my order?')
    const sent = await team.ask<SupportMessage>(
      'POST',
      routes.adminUserMessages(user.name),
      team.message('Shipped'),
      key,
    )
    expect(sent.status).toBe(201)
    expect(await team.card(user.id, user.name)).toMatchObject({
      needs_reply: true,
      waiting_since: created_at,
      assignee: null,
      last_message_sender_name: 'Robot',
    })
    await team.answer(user.id, 'The order robot knows', key)
    expect(await team.card(user.id, user.name)).toMatchObject({ needs_reply: false, assignee: null })
  })

  it('as before when an archiving is undone, and since the message that brings it back from the archive', async () => {
    const user = await team.user()
    const first = await user.says('A question')
    await team.archive(user.id)
    await team.unarchive(user.id)
    expect(await team.card(user.id, user.name)).toMatchObject({ needs_reply: true, waiting_since: first.created_at })
    await team.archive(user.id)
    const later = await user.says('Another one')
    expect(await team.card(user.id, user.name)).toMatchObject({
      archived: false,
      needs_reply: true,
      waiting_since: later.created_at,
    })
  })
})

describe('The assignee', () => {
  it('is who begins to answer a chat that nobody has, which the history says', async () => {
    const [user, other] = [await team.user(), await team.colleague('Cleo')]
    await user.says('Hello')
    await team.answer(user.id, 'Hello!', other.token)
    await team.answer(user.id, 'Me too')
    const { id, name, email } = other
    expect(await team.card(user.id, user.name)).toMatchObject({ assignee: { id, name, email }, version: 1 })
    expect(await team.history(user.id)).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        by: 'staff',
        actor: { id, name },
        action: 'assigned',
        reason: 'began to answer',
        details: { assignee: { id, name }, former_assignee: null },
      },
    ])
  })

  it('is changed, and taken away, by anyone of staff; each change counts once and is written down', async () => {
    const [user, cleo] = [await team.user(), await team.colleague('Cleo')]
    await user.says('Hello')
    const assigned = await team.change(user.id, { assignee_id: cleo.id })
    expect(assigned.body).toMatchObject({ assignee: { id: cleo.id, name: 'Cleo', email: cleo.email }, version: 1 })
    expect((await team.change(user.id, { assignee_id: cleo.id.toUpperCase() })).body).toMatchObject({ version: 1 })
    expect((await team.change(user.id, { assignee_id: null })).body).toMatchObject({ assignee: null, version: 2 })
    expect(await team.history(user.id)).toMatchObject([
      { by: 'staff', actor: { id: admin.id }, action: 'unassigned', details: { former_assignee: { id: cleo.id } } },
      { by: 'staff', action: 'assigned', details: { assignee: { id: cleo.id, name: 'Cleo' }, former_assignee: null } },
    ])
  })

  it('is a person of staff who is active', async () => {
    const [user, gone] = [await team.user(), await team.colleague('Gone')]
    await user.says('Hello')
    const [robot] = await server.sql<{ id: string }>('SELECT id FROM users WHERE is_service LIMIT 1')
    const [self] = await server.sql<{ id: string }>('SELECT id FROM users WHERE external_id = $1', [user.name])
    await team.ask('POST', staffRoutes.deactivate(gone.id))
    const refused = async (assignee_id: unknown) => {
      const { status, body } = await team.change(user.id, { assignee_id })
      return [status, body.code]
    }
    for (const id of [randomUUID(), robot!.id, self!.id, 'nobody', 5])
      expect(await refused(id)).toEqual([400, 'invalid_request'])
    expect(await refused(gone.id)).toEqual([409, 'conflict'])
    expect(await team.card(user.id, user.name)).toMatchObject({ assignee: null, version: 0 })
  })
})

describe('A change', () => {
  it.each([
    { tags: [''] },
    { tags: ['x'.repeat(41)] },
    { tags: ['a\nb'] },
    { tags: Array.from({ length: 21 }, (_, n) => `tag ${n}`) },
    { tags: 'vip' },
    { snoozed_until: '2020-01-01T00:00:00Z' },
    { snoozed_until: 'tomorrow' },
    { snoozed_until: '9999-12-31T23:59:59-01:00' },
    { needs_reply: true },
    { if_version: -1 },
  ])('to %j is invalid', async (body) => {
    const user = await team.user()
    const answer = await team.change(user.id, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })

  it('to a snooze that ends in the past by the clock of the application is invalid, of one chat and of several', async () => {
    const { id } = await team.user()
    const body = { snoozed_until: inSeconds(3600) }
    const clock = jest.spyOn(server.app.get(WallClock, { strict: false }), 'now')
    clock.mockReturnValue(new Date(inSeconds(7200)))
    const answers = [await team.change(id, body), await team.ask('POST', staffRoutes.bulk, { chat_ids: [id], ...body })]
    clock.mockRestore()
    expect(answers.map(({ status }) => status)).toEqual([400, 400])
    expect((await team.change(id, body)).status).toBe(200)
  })

  it('sets twenty tags of forty characters, each once, and nothing that is left out', async () => {
    const user = await team.user()
    const tags = Array.from({ length: 20 }, (_, n) => `${n}`.padStart(2, '0') + '😀'.repeat(38))
    const set = await team.change(user.id, { tags: [...tags, tags[0]] })
    expect([set.status, set.body.tags, set.body.version]).toEqual([200, tags, 1])
    expect((await team.change(user.id, {})).body).toMatchObject({ tags, version: 1 })
    expect((await team.change(user.id, { tags: ['vip', ' vip '] })).body).toMatchObject({ tags: ['vip'], version: 2 })
    expect((await team.history(user.id))[0]).toMatchObject({
      action: 'tagged',
      details: { added: ['vip'], removed: tags },
    })
  })

  it('of a chat that does not exist is not found, and is for staff only', async () => {
    const user = await team.user()
    for (const id of [randomUUID(), 'none']) expect(await team.change(id, { tags: [] })).toMatchObject({ status: 404 })
    expect((await team.change(user.id, { tags: [] }, user.token)).status).toBe(403)
    expect((await team.change(user.id, { tags: [] }, await team.key('chats:read'))).status).toBe(403)
    expect((await team.change(user.id, { tags: ['robot'] }, await team.key('chats:write'))).body.tags).toEqual([
      'robot',
    ])
  })

  it('under a version that is another by now changes nothing, and answers with the chat: of two at once one wins', async () => {
    const user = await team.user()
    await user.says('Hello')
    const both = await Promise.all([
      team.change(user.id, { tags: ['a'], if_version: 0 }),
      team.change(user.id, { tags: ['b'], if_version: 0 }),
    ])
    const [won, lost] = both.sort((a, b) => a.status - b.status) as [(typeof both)[0], (typeof both)[0]]
    expect([won.status, lost.status, lost.body.code]).toEqual([200, 409, 'conflict'])
    const { chat } = lost.body.details as { chat: SupportChatListItem }
    expect(chat).toEqual(won.body)
    expect(await team.change(user.id, { tags: ['c'], if_version: chat.version })).toMatchObject({ status: 200 })
  })

  it('reaches every console, and the feed in its own transaction', async () => {
    const user = await team.user()
    await user.says('Hello')
    const socket = await server.connect(staff)
    const cards: SupportChatListItem[] = []
    socket.on('chat_updated', ({ chat }) => void (chat.id === user.id && cards.push(chat)))
    await team.change(user.id, { tags: ['vip'], assignee_id: admin.id })
    await eventually(
      () => cards.find(({ tags, assignee }) => tags[0] === 'vip' && assignee?.id === admin.id),
      'the tag',
    )
    await team.change(user.id, { snoozed_until: inSeconds(600) })
    await eventually(() => cards.find(({ snoozed_until }) => snoozed_until), 'the snooze')
    await team.change(user.id, { needs_reply: false })
    await eventually(() => cards.find(({ needs_reply }) => !needs_reply), 'the answer that is not needed')
    await team.ask('POST', routes.adminMarkRead(user.id), {})
    await eventually(() => cards.find(({ unread }) => !unread), 'the view')
    const unread = (await team.ask<SupportChatListItem>('POST', staffRoutes.markUnread(user.id))).body
    expect(unread).toMatchObject({ id: user.id, unread: true })
    await eventually(() => cards.at(-1)?.unread || null, 'that it is unread again')
    await team.ask('GET', routes.userChat, undefined, server.userToken(user.name, { name: 'Renamed' }))
    await eventually(() => cards.find(({ user_name }) => user_name === 'Renamed'), 'the new name')
    const told = await server.sql<{ type: string }>(
      "SELECT type FROM events WHERE chat_id = $1 AND type LIKE 'chat.%' ORDER BY occurred_at, id",
      [user.id],
    )
    expect(told.map(({ type }) => type)).toEqual([
      'chat.created',
      'chat.assigned',
      'chat.updated',
      'chat.updated',
      'chat.updated',
      'chat.updated',
      'chat.updated',
    ])
  })
})

describe('A chat marked as unread', () => {
  it('is so for all of staff, whoever wrote last, and what its user sees as read stays read', async () => {
    const user = await team.user()
    const { created_at } = await user.says('Hello')
    await team.ask('POST', routes.adminMarkRead(user.id), {})
    await team.answer(user.id, 'Hello!')
    for (let repeat = 0; repeat < 2; repeat++) {
      expect(await team.ask('POST', staffRoutes.markUnread(user.id))).toMatchObject({
        status: 200,
        body: { unread: true },
      })
    }
    expect(ids(await team.list('view=unread', (await team.colleague('Dora')).token))).toContain(user.id)
    const { messages } = (
      await team.ask<{ messages: SupportMessage[] }>('GET', routes.userMessages, undefined, user.token)
    ).body
    expect(messages[0]).toMatchObject({ created_at, read_at: expect.any(String) })
    await team.ask('GET', routes.adminChat(user.id))
    expect(await team.card(user.id, user.name)).toMatchObject({ unread: false })

    const silent = await team.user()
    await team.answer(silent.id, 'Can we help?')
    await team.ask('GET', routes.adminChat(silent.id))
    expect(await team.ask('POST', staffRoutes.markUnread(silent.id))).toMatchObject({ body: { unread: true } })
    await team.ask('GET', routes.adminChat(silent.id))
    expect(await team.card(silent.id, silent.name)).toMatchObject({ unread: false })
  })

  it('may be so by a key, whose GET views nothing', async () => {
    const [user, key] = [await team.user(), await team.key('chats:read', 'chats:write')]
    await user.says('Hello')
    await team.ask('POST', routes.adminMarkRead(user.id), {})
    await team.ask('POST', staffRoutes.markUnread(user.id), undefined, key)
    await team.ask('GET', routes.adminChat(user.id), undefined, key)
    expect(await team.card(user.id, user.name)).toMatchObject({ unread: true })
    expect((await team.ask('POST', staffRoutes.markUnread(randomUUID()), undefined, key)).status).toBe(404)
  })
})

describe('A snoozed chat', () => {
  const views = ['', 'view=needs_reply', 'view=unread', 'view=mine', 'view=unassigned', 'unread=true', 'tag=later']

  it('stands in no view but its own and the search', async () => {
    const user = await team.user()
    await user.says('Please ask again next week')
    await team.change(user.id, { assignee_id: admin.id, tags: ['later'] })
    const before = await team.counts()
    for (const view of views.filter((view) => !view.includes('unassigned')))
      expect(ids(await team.list(view))).toContain(user.id)
    const { body } = await team.change(user.id, { snoozed_until: inSeconds(3600) })
    expect(body).toMatchObject({ snoozed_until: expect.any(String), version: 2, archived: false })
    for (const view of views) expect(ids(await team.list(view))).not.toContain(user.id)
    expect(ids(await team.list('archived=true'))).not.toContain(user.id)
    expect(ids(await team.list('view=snoozed&tag=later&assignee_id=' + admin.id))).toContain(user.id)
    expect(ids(await team.list(`q=${user.name}`))).toEqual([user.id])
    expect(ids(await team.list(`q=${user.name}&view=needs_reply`))).toEqual([])
    const { needs_reply, unread, mine, snoozed } = before
    const after = { needs_reply: needs_reply - 1, unread: unread - 1, mine: mine - 1, snoozed: snoozed + 1 }
    expect(await team.counts()).toMatchObject(after)

    expect((await team.change(user.id, { snoozed_until: null })).body).toMatchObject({
      snoozed_until: null,
      version: 3,
    })
    expect(await team.counts()).toEqual(before)
    expect((await team.history(user.id)).slice(0, 2)).toMatchObject([
      { by: 'staff', action: 'woken', reason: null },
      { by: 'staff', action: 'snoozed', details: { until: body.snoozed_until } },
    ])
  })

  it('comes back at its time, by the server, and stands where that time puts it', async () => {
    const [user, next] = [await team.user(), await team.user()]
    await user.says('Later, please')
    const { version } = (await team.change(user.id, { snoozed_until: inSeconds(2) })).body
    await next.says('A newer message')
    const until = (await team.card(user.id, user.name)).snoozed_until
    const woken = await eventually(async () => (await team.list('')).find(({ id }) => id === user.id), 'the chat')
    expect(woken).toMatchObject({ snoozed_until: null, listed_at: until, version: version + 1, needs_reply: true })
    expect(ids(await team.list('')).slice(0, 2)).toEqual([user.id, next.id])
    const [entry] = await team.history(user.id)
    expect(entry).toMatchObject({ by: 'routing', actor: null, action: 'woken', reason: 'snooze ended' })
    expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(Date.parse(until!))
  })

  it('comes back with the next message of the user, and only once where its time comes at the same moment', async () => {
    const other = await startTestApp({ databaseUrl: server.config.databaseUrl })
    try {
      for (let round = 0; round < 5; round++) {
        const user = await team.user()
        await user.says('Later, please')
        await team.change(user.id, { snoozed_until: inSeconds(600) })
        await server.sql('UPDATE support_chats SET snoozed_until = now() WHERE id = $1', [user.id])
        const sweep = ({ app }: TestApp) => app.get(IntervalTasks, { strict: false }).run(WAKE_CHATS)
        await Promise.all([user.says('Here I am'), sweep(server), sweep(other)])
        expect(await team.card(user.id, user.name)).toMatchObject({ snoozed_until: null, version: 2, message_count: 2 })
        const woken = (await team.history(user.id)).filter(({ action }) => action === 'woken')
        expect(woken).toHaveLength(1)
        expect(['routing', 'user message']).toContain(woken[0]!.by)
      }
    } finally {
      await other.close()
    }
    const user = await team.user()
    await user.says('Later, please')
    await team.change(user.id, { snoozed_until: inSeconds(600) })
    await team.answer(user.id, 'We come back to it')
    expect(await team.card(user.id, user.name)).toMatchObject({ snoozed_until: expect.any(String) })
    await user.says('Here I am')
    expect((await team.history(user.id))[0]).toMatchObject({
      by: 'user message',
      actor: { name: user.name },
      action: 'woken',
    })
  })

  it('is not snoozed any more once it is archived, and not archived once it is snoozed', async () => {
    const user = await team.user()
    await user.says('Hello')
    await team.change(user.id, { snoozed_until: inSeconds(600) })
    await team.archive(user.id)
    expect(await team.card(user.id, user.name)).toMatchObject({ archived: true, snoozed_until: null, version: 2 })
    const { body } = await team.change(user.id, { snoozed_until: inSeconds(600) })
    expect(body).toMatchObject({ archived: false, snoozed_until: expect.any(String), version: 3 })
    expect((await team.history(user.id)).map(({ action, reason }) => `${action}: ${reason}`)).toEqual([
      'snoozed: null',
      'unarchived: snoozed',
      'woken: archived',
      'archived: null',
      'snoozed: null',
    ])
  })
})

describe('The lists', () => {
  it('have no chat in which nobody has written; a search finds its user', async () => {
    const user = await team.user()
    for (const query of ['', 'view=unassigned', 'archived=true', 'sort=waiting']) {
      expect(ids(await team.list(query))).not.toContain(user.id)
    }
    expect(await team.list(`q=${user.name}`)).toMatchObject([{ id: user.id, message_count: 0, needs_reply: false }])
    expect(await team.ask('POST', staffRoutes.markUnread(user.id))).toMatchObject({
      status: 200,
      body: { unread: false },
    })
  })

  it('say who waits longest first, and put those who do not wait last', async () => {
    const [a, b, c] = [await team.user(), await team.user(), await team.user()]
    for (const user of [a, b, c]) await team.change(user.id, { tags: ['sorted'] })
    await b.says('First')
    await c.says('Second')
    await a.says('Third')
    await b.says('And again')
    expect(ids(await team.list('tag=sorted&sort=waiting'))).toEqual([b.id, c.id, a.id])
    expect(ids(await team.list('tag=sorted'))).toEqual([b.id, a.id, c.id])
    await team.answer(b.id, 'Yes')
    expect(ids(await team.list('tag=sorted&sort=waiting'))).toEqual([c.id, a.id, b.id])
    expect(ids(await team.list('tag=sorted&sort=waiting&view=needs_reply'))).toEqual([c.id, a.id])
    expect(ids(await team.list('tag=sorted&view=mine'))).toEqual([b.id])
    expect(ids(await team.list(`tag=sorted&assignee_id=${admin.id}&q=${b.name}`))).toEqual([b.id])
    expect(ids(await team.list('tag=sorted&view=unassigned&q=third'))).toEqual([a.id])
    await team.archive(c.id)
    expect(ids(await team.list('tag=sorted&archived=true&view=needs_reply&sort=waiting'))).toEqual([c.id])
  })

  it('have what mentions whoever asks, until they open it', async () => {
    const [user, cleo] = [await team.user(), await team.colleague('Cleo')]
    await user.says('Hello')
    const note = { ...team.message('Please look at this'), mentions: [cleo.id] }
    await team.ask('POST', `${routes.adminChat(user.id)}/notes`, note)
    expect(ids(await team.list('view=mentions', cleo.token))).toEqual([user.id])
    expect(await team.counts(cleo.token)).toMatchObject({ mentions: 1 })
    expect(ids(await team.list('view=mentions'))).toEqual([])
    await team.ask('GET', routes.adminChat(user.id), undefined, cleo.token)
    expect(await team.counts(cleo.token)).toMatchObject({ mentions: 0 })
  })

  it.each(['view=all', 'sort=oldest', 'tag=', `tag=${'x'.repeat(41)}`, 'assignee_id=me'])(
    'refuse %s',
    async (query) => {
      expect(await team.ask('GET', `${routes.adminChats}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      })
    },
  )
})

describe('A change of many chats', () => {
  const bulk = (body: object, token?: string) => team.ask<BulkResult>('POST', staffRoutes.bulk, body, token)

  it('changes each by itself, and tells which it could not', async () => {
    const users = await Promise.all([team.user(), team.user(), team.user()])
    for (const user of users) await user.says('Hello')
    const [one, two, full] = users.map(({ id }) => id) as [string, string, string]
    const tags = Array.from({ length: 20 }, (_, n) => `tag ${n}`)
    await team.change(full, { tags })
    const none = randomUUID()
    const { status, body } = await bulk({ chat_ids: [one, none, two, full, one], add_tags: ['bulk'] })
    expect([status, body]).toEqual([
      200,
      {
        done: [one, two],
        failed: [
          { chat_id: none, error: { code: 'not_found', message: expect.any(String) } },
          { chat_id: full, error: { code: 'invalid_request', message: expect.any(String) } },
        ],
      },
    ])
    expect(ids(await team.list('tag=bulk'))).toEqual([two, one])
    await bulk({ chat_ids: [one], remove_tags: ['bulk', 'other'] })
    expect(ids(await team.list('tag=bulk'))).toEqual([two])
  })

  it('archives and brings back, assigns and puts off', async () => {
    const users = await Promise.all([team.user(), team.user()])
    for (const user of users) await user.says('Hello')
    const chat_ids = ids(users)
    const cards = () => Promise.all(users.map(({ id, name }) => team.card(id, name)))
    const done = { status: 200, body: { done: chat_ids, failed: [] } }
    expect(await bulk({ chat_ids, archive: true }, await team.key('chats:write'))).toMatchObject(done)
    expect(await cards()).toMatchObject([{ archived: true }, { archived: true }])
    expect(await bulk({ chat_ids, archive: false })).toMatchObject(done)
    expect(await bulk({ chat_ids, assignee_id: admin.id })).toMatchObject(done)
    const active = { archived: false, assignee: { id: admin.id } }
    expect(await cards()).toMatchObject([active, active])
    expect(await bulk({ chat_ids, snoozed_until: inSeconds(60) })).toMatchObject(done)
    expect(await bulk({ chat_ids, assignee_id: null })).toMatchObject(done)
    const off = { assignee: null, snoozed_until: expect.any(String) }
    expect(await cards()).toMatchObject([off, off])
    expect((await bulk({ chat_ids, assignee_id: randomUUID() })).body.failed).toMatchObject([
      { chat_id: chat_ids[0], error: { code: 'invalid_request' } },
      { chat_id: chat_ids[1], error: { code: 'invalid_request' } },
    ])
  })

  it.each([
    { chat_ids: [], archive: true },
    { chat_ids: Array.from({ length: 101 }, () => randomUUID()), archive: true },
    { chat_ids: [randomUUID()] },
    { archive: true },
    { chat_ids: [randomUUID()], archive: 'yes' },
    { chat_ids: [randomUUID()], snoozed_until: '2020-01-01T00:00:00Z' },
    { chat_ids: [randomUUID()], archive: true, snoozed_until: '2099-01-01T00:00:00Z' },
  ])('is invalid for %j', async (body) => {
    expect((await bulk(body)).status).toBe(400)
  })
})
