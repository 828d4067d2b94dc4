import { routes, type ChatListPage, type ServerEvents, type SupportChat } from '@support-chat/shared'
import { Clock } from '../src/common/clock.js'
import { IntervalTasks } from '../src/common/interval-tasks.js'
import { LEASE_MS, NODES, PresenceStore, RENEW_LEASE } from '../src/presence/presence-store.js'
import { call } from './call.js'
import { eventually } from './eventually.js'
import { hasRedis, RedisProcess } from './redis-process.js'
import { ServerProcess } from './server-process.js'
import { startTestApp, type TestApp, type TestSocket } from './test-app.js'
import { Wire } from './floods/wire.js'

const withRedis = hasRedis ? describe : describe.skip

type Presence = ServerEvents['presence']
const collectPresence = (socket: TestSocket): Presence[] => {
  const events: Presence[] = []
  socket.on('presence', (event) => events.push(event))
  return events
}
const storeOf = ({ app }: TestApp) => app.get(PresenceStore, { strict: false })
const until = (is: () => boolean, what: string) => eventually(() => is() || null, what)

async function newChat(server: TestApp, name: string): Promise<{ chatId: string; token: string }> {
  const token = server.userToken(name)
  return { chatId: (await call<SupportChat>(server.url + routes.userChat, 'GET', { token })).body.id, token }
}

describe('Presence', () => {
  let server: TestApp
  let staff: string

  beforeAll(async () => {
    server = await startTestApp()
    staff = await server.staffToken()
  })
  afterAll(() => server.close())

  it('of staff is told to users when the first comes and the last goes, not for each', async () => {
    const { token } = await newChat(server, 'watches-staff')
    const user = await server.connect(token)
    const seen = collectPresence(user)
    const anyStaff = () => seen.filter(({ chat_id }) => chat_id === undefined).map(({ online }) => online)
    const first = await server.connect(staff)
    await until(() => anyStaff().length === 1, 'staff to be there')
    const others = [await server.connect(staff), await server.connect(staff)]
    first.disconnect()
    others[0]?.disconnect()
    // What comes after it is told after it.
    others[1]?.disconnect()
    await until(() => anyStaff().length === 2, 'staff to be gone')
    expect(anyStaff()).toEqual([true, false])
  })

  it('of a user is told to staff once, however many tabs come and go', async () => {
    const { chatId, token } = await newChat(server, 'many-tabs')
    const seen = collectPresence(await server.connect(staff))
    const own = () => seen.filter(({ chat_id }) => chat_id === chatId).map(({ online }) => online)
    const tabs = [await server.connect(token), await server.connect(token), await server.connect(token)]
    await until(() => own().length > 0, 'the user to be there')
    for (const tab of tabs) tab.disconnect()
    await until(() => own().includes(false), 'the user to be gone')
    expect(own()).toEqual([true, false])
  })

  it('of a user who comes back while the leaving is written down is what it is in the end', async () => {
    const { chatId, token } = await newChat(server, 'comes-back')
    const seen = collectPresence(await server.connect(staff))
    const last = () => seen.filter(({ chat_id }) => chat_id === chatId).at(-1)?.online
    const { id } = (await call<{ id: string }>(`${server.url}/api/auth/me`, 'GET', { token })).body
    const first = await server.connect(token)
    await until(() => last() === true, 'the user to be there')
    const store = storeOf(server)
    const remove = store.remove.bind(store)
    let write: () => void = () => undefined
    const written = new Promise<void>((resolve) => (write = resolve))
    const removing = jest.spyOn(store, 'remove').mockImplementation(async (...asked) => {
      const answer = await remove(...asked)
      await written
      return answer
    })
    first.disconnect()
    await until(() => removing.mock.calls.length > 0, 'the leaving')
    await server.connect(token)
    write()
    await until(
      () => seen.some(({ chat_id, online }) => chat_id === chatId && !online) && last() === true,
      'the return',
    )
    expect(await store.isOnline(id)).toBe(true)
    removing.mockRestore()
  })
})

withRedis('Presence over several processes', () => {
  let redis: RedisProcess
  let here: TestApp
  let there: ServerProcess
  let staff: string

  beforeEach(async () => {
    redis = await RedisProcess.start()
    here = await startTestApp({ redisUrl: redis.url })
    there = await ServerProcess.start(here.config)
    staff = await here.staffToken()
    await eventually(async () => ((await nodes()).length === 2 ? true : null), 'both processes to have a lease')
  })
  afterEach(async () => {
    await there.kill()
    await here.close()
    await redis.stop()
  })

  const nodes = async () => (await redis.command('ZRANGE', NODES, '0', '-1')) as string[]

  /** Moves the time of this process. */
  function pass(milliseconds: number): void {
    const clock = here.app.get(Clock, { strict: false })
    const now = clock.now.bind(clock)
    clock.now = () => now() + milliseconds
  }
  const renewLease = () => here.app.get(IntervalTasks, { strict: false }).run(RENEW_LEASE)

  /** The lease of the other process is over, and this one has reached Redis for as long as a lease. */
  async function endLease(): Promise<void> {
    const store = storeOf(here)
    for (const node of await nodes()) if (node !== store.node) await redis.command('ZADD', NODES, '0', node)
    for (const half of [LEASE_MS / 2, LEASE_MS / 2]) {
      pass(half)
      await renewLease()
    }
  }

  const isListed = async (name: string) => {
    const { body } = await call<ChatListPage>(`${here.url}${routes.adminChats}?q=${name}`, 'GET', { token: staff })
    return body.chats[0]?.user_online
  }

  it('ends with the lease of a process that was killed, for staff and for users', async () => {
    const { chatId, token } = await newChat(here, 'on-the-dead')
    const stays = await newChat(here, 'stays')
    const seen = collectPresence(await here.connect(stays.token))
    await Wire.connect(there.url, token)
    await Wire.connect(there.url, staff)
    await until(() => seen.some(({ side, online }) => side === 'admin' && online), 'staff to be there')
    await eventually(async () => ((await isListed('on-the-dead')) ? true : null), 'the user to be listed as online')
    await there.kill()
    const watching = collectPresence(await here.connect(staff))
    watching.length = 0
    await endLease()
    await until(() => watching.some((event) => event.chat_id === chatId && !event.online), 'staff to be told')
    expect(await isListed('on-the-dead')).toBe(false)
    expect(seen.at(-1)).toMatchObject({ side: 'admin', online: true })
  })

  it('of staff ends for users with the process that the last of them was on', async () => {
    const { token } = await newChat(here, 'left-alone')
    const seen = collectPresence(await here.connect(token))
    await Wire.connect(there.url, staff)
    await until(() => seen.at(-1)?.online === true, 'staff to be there')
    await there.kill()
    await endLease()
    await until(() => seen.at(-1)?.online === false, 'staff to be gone')
  })

  it('is told again by a process that was taken for dead and is not', async () => {
    const { chatId, token } = await newChat(here, 'was-frozen')
    const seen = collectPresence(await here.connect(staff))
    await here.connect(token)
    await until(() => seen.some((event) => event.chat_id === chatId && event.online), 'the user to be there')
    const store = storeOf(here)
    await redis.command('ZREM', NODES, store.node)
    await redis.command('DEL', `support-chat:presence:${store.node}`)
    seen.length = 0
    pass(LEASE_MS + 1)
    await until(() => seen.some((event) => event.chat_id === chatId && event.online), 'it to be told again')
    expect(await nodes()).toContain(store.node)
  })

  it('waits for no process that is frozen: who views a chat is told at once, and without it once its lease is over', async () => {
    const { chatId } = await newChat(here, 'viewed-on-both')
    const other = await Wire.connect(there.url, staff)
    other.emit('join_chat', { chat_id: chatId })
    await eventually(() => other.received.find((frame) => frame.startsWith('430')), 'the other process to have it open')
    const store = storeOf(here)
    const field = `viewers:${chatId}`
    await eventually(async () => (await store.findElsewhere([field])).get(field), 'that to be published')
    there.freeze()
    const own = await here.connect(staff)
    const seen: ServerEvents['viewers'][] = []
    own.on('viewers', (event) => seen.push(event))
    await own.emitWithAck('join_chat', { chat_id: chatId })
    await until(() => seen.length === 1, 'the viewers')
    expect(seen[0]?.viewers).toHaveLength(1)
    await endLease()
    expect((await store.findElsewhere([field])).size).toBe(0)
  })
})
