import { staffRoutes, type ApiError, type CannedReply, type CannedReplyList } from '@support-chat/shared'
import { call } from './call.js'
import { useTestApp, type TestApp } from './test-app.js'

let server: TestApp
let staff: string

useTestApp((...started) => ([server, staff] = started))

const request = <T = CannedReply & ApiError>(method: string, path: string, body?: unknown, token = staff) =>
  call<T>(server.url + path, method, { token, ...(body === undefined ? {} : { body }) })
const list = async () =>
  (await request<CannedReplyList>('GET', staffRoutes.cannedReplies)).body.canned_replies.map(({ shortcut }) => shortcut)
const add = (shortcut: string, content = 'A reply') => request('POST', staffRoutes.cannedReplies, { shortcut, content })

describe('Canned replies', () => {
  it('begin with three examples', async () => {
    expect(await list()).toEqual(['bye', 'hello', 'moment'])
  })

  it('are added, changed and deleted, for all of staff', async () => {
    const { status, body } = await add('refund', '  Your refund, {{user.name}}, is on its way.  ')
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String) as string,
        shortcut: 'refund',
        content: 'Your refund, {{user.name}}, is on its way.',
        updated_at: expect.stringMatching(/Z$/) as string,
      },
    ])
    const changed = await request('PUT', staffRoutes.cannedReply(body.id), { shortcut: 'refund-eu', content: 'Soon' })
    expect(changed.body).toMatchObject({ id: body.id, shortcut: 'refund-eu', content: 'Soon' })
    expect(await list()).toEqual(['bye', 'hello', 'moment', 'refund-eu'])
    const removed = await request('DELETE', staffRoutes.cannedReply(body.id))
    expect([removed.status, removed.body]).toEqual([200, {}])
    expect(await list()).toEqual(['bye', 'hello', 'moment'])
  })

  it('have a shortcut each', async () => {
    const first = await add('taken')
    const second = await add('other')
    const again = await add('taken')
    expect([again.status, again.body.code]).toEqual([409, 'conflict'])
    const path = staffRoutes.cannedReply(second.body.id)
    const renamed = await request('PUT', path, { shortcut: 'taken', content: 'x' })
    expect([renamed.status, renamed.body.code]).toEqual([409, 'conflict'])
    expect(
      (await request('PUT', staffRoutes.cannedReply(first.body.id), { shortcut: 'taken', content: 'x' })).status,
    ).toBe(200)
  })

  it.each(['', 'Hello', 'two words', 'x'.repeat(41), '/slash', 'größe'])(
    'refuse the shortcut "%s"',
    async (shortcut) => {
      const { status, body } = await add(shortcut)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    },
  )

  it('hold what a message can hold', async () => {
    expect((await add('blank', '  ')).body.code).toBe('content_blank')
    expect((await add('long', 'x'.repeat(4001))).body.code).toBe('content_too_long')
    expect((await add('just-right', 'x'.repeat(4000))).status).toBe(201)
  })

  it('are not found under an id that is none, and are for staff only', async () => {
    for (const id of ['nonsense', crypto.randomUUID()]) {
      expect((await request('DELETE', staffRoutes.cannedReply(id))).status).toBe(404)
      expect((await request('PUT', staffRoutes.cannedReply(id), { shortcut: 'x', content: 'x' })).status).toBe(404)
    }
    const user = server.userToken('ada')
    expect((await request('GET', staffRoutes.cannedReplies, undefined, user)).status).toBe(403)
  })
})
