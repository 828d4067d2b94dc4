import { randomBytes } from 'node:crypto'
import {
  MAX_AVATAR_BYTES,
  meRoute,
  routes,
  staffRoutes,
  type ApiError,
  type AuditPage,
  type Me,
  type ServerEvents,
  type StaffList,
  type SupportChat,
} from '@support-chat/shared'
import { eventually } from './eventually.js'
import { bomb } from './picture-bomb.js'
import { stopLimits } from './stand-still.js'
import { teamOn } from './team-stage.js'
import { useTestApp, type TestApp } from './test-app.js'

/** Of the package that is tested here; how it decodes is looked at by itself. */
interface Image {
  jpeg(): Image
  png(): Image
  withExif(exif: object): Image
  withMetadata(metadata: object): Image
  metadata(): Promise<{ format: string; width: number; height: number; exif?: Buffer }>
  raw(): Image
  toBuffer(): Promise<Buffer>
}
let sharp: (input: unknown) => Image
const LIBRARY = 'sharp' as string

let server: TestApp
let staff: string
let user: string

useTestApp((...started) => ([server, staff] = started))
const team = teamOn(
  () => server,
  () => staff,
)
beforeAll(async () => {
  stopLimits(server)
  user = server.userToken('visitor')
  sharp = ((await import(LIBRARY)) as { default: typeof sharp }).default
})

const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

async function put(body: Buffer | FormData | string, type?: string, token: string | null = staff) {
  const response = await fetch(server.url + staffRoutes.avatar, {
    method: 'PUT',
    headers: { ...(type && { 'content-type': type }), ...(token && { authorization: `Bearer ${token}` }) },
    body: typeof body === 'object' && !(body instanceof FormData) ? new Uint8Array(body) : body,
  })
  return { status: response.status, body: (await response.json()) as Me & ApiError }
}
const me = async () => (await team.ask<Me>('GET', meRoute)).body
const members = async (): Promise<SupportChat['team']['members']> =>
  (await team.ask<SupportChat>('GET', routes.userChat, undefined, user)).body.team.members
const inConsole = async () =>
  (await team.ask<StaffList>('GET', staffRoutes.staff)).body.staff.find(({ email }) => email === 'admin@example.com')
const fetched = (path: string | null | undefined) => fetch(server.url + path)

describe('A picture', () => {
  it('is shown to users and colleagues, as a small square, under an address that lasts', async () => {
    expect((await me()).avatar_url).toBeNull()
    const { status, body } = await put(await canvas(900, 600).png().toBuffer(), 'image/png')
    expect([status, body.avatar_url]).toEqual([200, expect.stringMatching(/^\/api\/avatars\/[0-9a-f-]{36}$/)])
    expect((await me()).avatar_url).toBe(body.avatar_url)
    expect((await inConsole())?.avatar_url).toBe(body.avatar_url)
    expect(await members()).toEqual([{ name: 'Support', avatar_url: body.avatar_url }])
    const picture = await fetched(body.avatar_url)
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    const metadata = await sharp(Buffer.from(await picture.arrayBuffer())).metadata()
    expect(metadata).toMatchObject({ format: 'webp', width: 256, height: 256 })
  })

  it('has another address than the one before, which is gone', async () => {
    const before = (await me()).avatar_url
    const form = new FormData()
    form.set(
      'file',
      new Blob([new Uint8Array(await canvas(64, 64).jpeg().toBuffer())], { type: 'image/jpeg' }),
      'me.jpg',
    )
    const { status, body } = await put(form)
    expect(status).toBe(200)
    expect(body.avatar_url).not.toBe(before)
    expect([(await fetched(before)).status, (await fetched(body.avatar_url)).status]).toEqual([404, 200])
  })

  it('tells nothing that a camera wrote along, and stands as it was held', async () => {
    const exif = { IFD0: { Copyright: 'Somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } }
    const held = await canvas(40, 20).jpeg().withMetadata({ orientation: 6 }).withExif(exif).toBuffer()
    expect(held.includes('Somebody')).toBe(true)
    const { body } = await put(held, 'image/jpeg')
    const stored = Buffer.from(await (await fetched(body.avatar_url)).arrayBuffer())
    expect((await sharp(stored).metadata()).exif).toBeUndefined()
    expect(stored.includes('Somebody')).toBe(false)
  })

  it('is removed, as often as one asks', async () => {
    const before = (await me()).avatar_url
    for (let time = 0; time < 2; time++) {
      expect((await team.ask<Me>('DELETE', staffRoutes.avatar)).body.avatar_url).toBeNull()
    }
    expect([(await me()).avatar_url, (await fetched(before)).status]).toEqual([null, 404])
    expect(await server.sql('SELECT FROM staff_avatars')).toEqual([])
  })

  it.each([
    ['is too large', 'image/png', () => randomBytes(MAX_AVATAR_BYTES + 1), 413, 'attachment_too_large'],
    ['is text', 'image/png', () => Buffer.from('not a picture'), 400, 'invalid_request'],
    [
      'is drawn by a program',
      'image/svg+xml',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      400,
      'invalid_request',
    ],
    ['breaks off', 'image/png', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 400, 'invalid_request'],
    ['claims a billion pixels', 'image/png', () => bomb(40_000, 40_000), 400, 'invalid_request'],
    ['is empty', 'image/png', () => Buffer.alloc(0), 400, 'invalid_request'],
    ['is JSON', 'application/json', () => Buffer.from('{}'), 400, 'invalid_request'],
    ['is no form', 'multipart/form-data; boundary=x', () => Buffer.from('nothing'), 400, 'invalid_request'],
  ])('that %s is refused', async (_, type, bytes, status, code) => {
    expect(await put(bytes(), type)).toMatchObject({ status, body: { code } })
    expect((await me()).avatar_url).toBeNull()
  })

  it('of a form that is too large, or has two, is refused', async () => {
    const [large, two] = [new FormData(), new FormData()]
    large.set('file', new Blob([new Uint8Array(MAX_AVATAR_BYTES + 1)]))
    for (const name of ['one', 'other']) two.set(name, new Blob(['x']), name)
    expect(await put(large)).toMatchObject({ status: 413, body: { code: 'attachment_too_large' } })
    expect(await put(two)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('that nobody has is not found', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nothing']) {
      expect((await fetched(`/api/avatars/${id}`)).status).toBe(404)
    }
  })
})

describe('A name', () => {
  it('is changed by oneself, and colleagues hear of it at once', async () => {
    const cleo = await team.colleague('Cleo')
    const socket = await server.connect(staff)
    const heard: ServerEvents['staff_updated'][] = []
    socket.on('staff_updated', (event) => heard.push(event))
    const { body } = await team.ask<Me>('PATCH', meRoute, { name: '  Cleopatra ', available: true }, cleo.token)
    expect(body).toMatchObject({ id: cleo.id, name: 'Cleopatra', available: true, role: 'admin' })
    await eventually(() => heard[0], 'the news')
    await team.ask('PATCH', meRoute, { name: 'Cleopatra' }, cleo.token)
    await team.ask('PATCH', meRoute, { name: 'Cleopatra VII' }, cleo.token)
    await eventually(() => heard[1], 'the next name')
    const { id, email } = cleo
    expect(heard.map(({ staff }) => staff)).toEqual(
      ['Cleopatra', 'Cleopatra VII'].map((name) => ({ id, email, name, avatar_url: null })),
    )
    const { entries } = (await team.ask<AuditPage>('GET', `${staffRoutes.audit}?action=staff.profile_changed&limit=2`))
      .body
    expect(entries.map(({ target, details }) => ({ target, details }))).toEqual(
      ['name', 'name'].map((field) => ({ target: { type: 'staff', id }, details: { fields: [field] } })),
    )
  })

  it('is shown with the next message, and to others who have the chat open', async () => {
    const cleo = await team.colleague('Julia')
    const visitor = await team.user()
    const socket = await server.connect(cleo.token)
    const viewers: ServerEvents['viewers'][] = []
    socket.on('viewers', (event) => viewers.push(event))
    await socket.emitWithAck('join_chat', { chat_id: visitor.id })
    await team.ask('PATCH', meRoute, { name: 'Juliet' }, cleo.token)
    expect((await team.answer(visitor.id, 'Hello', cleo.token)).body.sender_name).toBe('Juliet')
    await eventually(() => viewers.find((event) => event.viewers[0]?.name === 'Juliet'), 'the name among the viewers')
  })

  it.each([{ name: '' }, { name: '   ' }, { name: 'x'.repeat(201) }, { name: 'a\nb' }, { name: null }, { name: 5 }])(
    'such as %j is refused',
    async (body) => {
      const { name } = await me()
      expect(await team.ask('PATCH', meRoute, body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      expect((await me()).name).toBe(name)
    },
  )
})

it.each([
  ['PATCH', meRoute],
  ['PUT', staffRoutes.avatar],
  ['DELETE', staffRoutes.avatar],
  ['POST', routes.logout],
  ['POST', staffRoutes.changePassword],
])('%s %s says who may not, whatever the body is', async (method, path) => {
  for (const [token, status] of [
    [user, 403],
    ['nobody', 401],
  ] as const) {
    for (const body of ['{broken', 'x'.repeat(MAX_AVATAR_BYTES + 1)]) {
      expect((await team.ask(method, path, body, token)).status).toBe(status)
    }
  }
})
