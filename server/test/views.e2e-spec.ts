import {
  CHAT_VIEWS,
  routes,
  staffRoutes,
  type ChatView,
  type Identity,
  type SupportChatListItem,
} from '@support-chat/shared'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { WAKE_CHATS } from '../src/chats/snooze.sweeper.js'
import { eventually } from './eventually.js'
import { stopLimits } from './stand-still.js'
import { inSeconds, teamOn } from './team-stage.js'
import { useTestApp, type TestApp } from './test-app.js'

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

const CHATS = 5
const STEPS = 25

/** Numbers below `n`, the same ones for the same seed. */
function randomFrom(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

const isShown = ({ message_count, archived, snoozed_until }: SupportChatListItem) =>
  message_count > 0 && !archived && snoozed_until === null

/** What each view is, said of a chat's card. */
const MEANS: Record<ChatView, (chat: SupportChatListItem) => boolean> = {
  needs_reply: (chat) => isShown(chat) && chat.needs_reply,
  unread: (chat) => isShown(chat) && chat.unread,
  mine: (chat) => isShown(chat) && chat.assignee?.id === admin.id,
  unassigned: (chat) => isShown(chat) && chat.assignee === null,
  snoozed: ({ message_count, archived, snoozed_until }) => message_count > 0 && !archived && snoozed_until !== null,
  mentions: () => false,
}

describe('The views, their counts and what consoles are told', () => {
  it.each([1, 2, 3])('agree after any order of what users, staff, keys and the server do: %i', async (seed) => {
    const random = randomFrom(seed)
    const prefix = `walk${seed}x`
    const [colleague, key] = [await team.colleague('Cleo'), await team.key('chats:write', 'messages:write')]
    const users: Awaited<ReturnType<typeof team.user>>[] = []
    for (let n = 0; n < CHATS; n++) users.push(await team.user(`${prefix}${n}`))
    const ours = new Set(users.map(({ id }) => id))
    const told = new Map<string, SupportChatListItem>()
    ;(await server.connect(staff)).on('chat_updated', ({ chat }) => void told.set(chat.id, chat))
    const before = await team.counts()

    const acts: ((user: (typeof users)[number]) => Promise<unknown>)[] = [
      ({ says }) => says('Hello?'),
      ({ says }) => says('Is anybody there?'),
      ({ id }) => team.answer(id, 'Hello!'),
      ({ id }) => team.answer(id, 'Hello!', colleague.token),
      ({ id }) => team.answer(id, 'Hello!', key),
      ({ name }) => team.ask('POST', routes.adminUserMessages(name), team.message('News'), key),
      ({ id }) => team.ask('GET', routes.adminChat(id)),
      ({ id }) => team.ask('POST', staffRoutes.markUnread(id), undefined, key),
      ({ id }) => team.archive(id),
      ({ id }) => team.unarchive(id),
      ({ id }) => team.change(id, { assignee_id: [admin.id, colleague.id, null][random(3)] }),
      ({ id }) => team.change(id, { needs_reply: false }),
      ({ id }) => team.change(id, { snoozed_until: inSeconds(3600) }),
      ({ id }) => team.change(id, { snoozed_until: null }),
      async ({ id }) => {
        await server.sql('UPDATE support_chats SET snoozed_until = now() WHERE id = $1 AND snoozed_until IS NOT NULL', [
          id,
        ])
        await server.app.get(IntervalTasks, { strict: false }).run(WAKE_CHATS)
      },
    ]
    const cards = async () => [...(await team.list(`q=${prefix}`)), ...(await team.list(`q=${prefix}&archived=true`))]

    for (let step = 0; step < STEPS; step++) {
      await acts[random(acts.length)]!(users[random(CHATS)]!)
      const [all, counts] = [await cards(), await team.counts()]
      expect(all).toHaveLength(CHATS)
      for (const view of CHAT_VIEWS) {
        const expected = all.filter(MEANS[view]).map(({ id }) => id)
        const listed = (await team.list(`view=${view}`)).map(({ id }) => id).filter((id) => ours.has(id))
        expect([step, view, new Set(listed)]).toEqual([step, view, new Set(expected)])
        expect([step, view, counts[view] - before[view]]).toEqual([step, view, expected.length])
      }
    }

    const stored = (await cards()).map(({ match: _, ...card }) => card)
    const isTold = () => stored.filter(({ id }) => told.has(id)).every((card) => same(card, told.get(card.id)))
    await eventually(() => isTold() || null, 'the last card of each chat')
    expect(stored.filter(({ id }) => told.has(id)).length).toBeGreaterThan(0)
  })
})

/** But for who is online, which follows connections. */
function same(one: SupportChatListItem, other: SupportChatListItem | undefined): boolean {
  return JSON.stringify({ ...one, user_online: false }) === JSON.stringify({ ...other, user_online: false })
}
