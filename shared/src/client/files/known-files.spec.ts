import type { Attachment } from '../../contract/attachments.js'
import { userAttachmentsRoute } from '../../contract/routes.js'
import { createListeners } from '../core/listeners.js'
import { RequestError } from '../core/request-error.js'
import { isExpired, KnownFiles } from './known-files.js'

const file = (change: Partial<Attachment> = {}): Attachment => ({
  id: '1',
  name: 'a.png',
  content_type: 'image/png',
  size: 1,
  width: 1,
  height: 1,
  state: 'ready',
  url: null,
  thumbnail_url: null,
  ...change,
})
const addressed = (expires = Date.now() + 3_600_000) =>
  file({ url: `/api/attachments/1/a.png?expires=${Math.floor(expires / 1000)}&signature=s` })

/** What a server answers is `answer`; what it was asked for is in `asked`. */
function fakeServer(answer: () => Attachment) {
  const asked: string[] = []
  const updates = createListeners<unknown>()
  const syncs = createListeners<void>()
  const onChange = jest.fn()
  const connection = {
    serverUrl: '',
    on: (_event: string, listener: (payload: never) => void) => updates.add(listener as () => void),
    onSync: (listener: () => void) => syncs.add(listener),
    rest: async (method: string, path: string) => {
      asked.push(`${method} ${path}`)
      await Promise.resolve()
      return answer() as never
    },
  }
  const files = new KnownFiles(connection, userAttachmentsRoute, onChange)
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const update = (attachment: Attachment) => updates.emit({ chat_id: 'c', message_id: 'm', attachment })
  return { asked, files, onChange, settle, sync: () => syncs.emit(), update }
}

describe('known files', () => {
  it('a file that came without an address is fetched, once', async () => {
    const { asked, files, settle, onChange } = fakeServer(addressed)
    expect(files.latest(file())).toEqual(file())
    files.latest(file())
    await settle()
    expect(onChange).toHaveBeenCalledTimes(1)
    expect(files.latest(file()).url).toContain('/api/attachments/1/a.png')
    expect(asked).toEqual([`GET ${userAttachmentsRoute}/1`])
  })

  it('one that has an address is not asked for, until that ends', async () => {
    const { asked, files, settle } = fakeServer(addressed)
    const given = addressed()
    expect(files.latest(given)).toBe(given)
    expect(asked).toEqual([])
    files.latest(addressed(Date.now() + 1000))
    await settle()
    expect(files.latest(addressed(Date.now() + 1000)).url).toBe(addressed().url)
    expect(asked).toHaveLength(1)
  })

  it('what a scan has found replaces what the message says, be it that it is ready or refused', async () => {
    const scanning = file({ state: 'scanning' })
    let answer = scanning
    const { asked, files, settle, update } = fakeServer(() => answer)
    files.latest(scanning)
    await settle()
    expect(files.latest(scanning).state).toBe('scanning')
    await settle()
    expect(asked).toHaveLength(1)
    answer = addressed()
    update(file())
    expect(files.latest(scanning).state).toBe('ready')
    await settle()
    expect(files.latest(scanning).url).not.toBeNull()
    update(file({ state: 'refused' }))
    expect(files.latest(scanning).state).toBe('refused')
    expect(asked).toHaveLength(2)
  })

  it('what could not be fetched is asked for again when events may have been missed, and later in any case', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] })
    const { asked, files, settle, sync, onChange } = fakeServer(() => {
      throw new RequestError({ code: 'unavailable', message: '' })
    })
    files.latest(file())
    await settle()
    files.latest(file())
    expect(asked).toHaveLength(1)
    sync()
    files.latest(file())
    await settle()
    expect(asked).toHaveLength(2)
    onChange.mockClear()
    jest.advanceTimersByTime(10_000)
    expect(onChange).toHaveBeenCalled()
    files.latest(file())
    expect(asked).toHaveLength(3)
    await settle()
    files.close()
    expect(jest.getTimerCount()).toBe(0)
    jest.useRealTimers()
  })
})

it('a signed address ends, and is not used in its last minute', () => {
  const url = '/api/attachments/1/a.png?expires=1000&signature=x'
  expect(isExpired(url, 900_000)).toBe(false)
  expect(isExpired(url, 960_000)).toBe(true)
})
