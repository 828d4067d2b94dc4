import { TestBed } from '@angular/core/testing'
import { RequestError } from '@support-chat/shared/client'
import { card } from '../connection/fake-connection.js'
import { ArchiveActions } from './archive-actions.js'
import type { ChatsStore } from './chats-store.js'
import { openStore } from './chats-store.testing.js'
import { Notices } from './notices.js'

const active = { archived: false, unread: false, q: '' }
const names = ['a', 'b', 'c', 'd', 'e']
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** A list of five chats, and what the server says to archiving and restoring. */
async function open(answer: (path: string) => unknown = archiveAnswer) {
  const { connection, store } = openStore((path) =>
    path.endsWith('archive') ? answer(path) : { chats: names.map((id, minute) => card(id, minute)), next_cursor: null },
  )
  store.show(active)
  await settled()
  const actions = TestBed.inject(ArchiveActions)
  const notices = TestBed.inject(Notices)
  const listed = () =>
    store
      .cards()
      .map(({ id }) => id)
      .sort()
  return { connection, store, actions, notices, listed }
}

const archiveAnswer = (path: string) => ({ id: path.split('/')[4], archived: path.endsWith('/archive') })

const refuse = (code: 'unavailable' | 'not_found'): never => {
  throw new RequestError({ code, message: '' })
}

describe('archiving', () => {
  it('takes back five at once after five', async () => {
    const { actions, notices, connection, listed } = await open()
    await Promise.all(names.map((id) => actions.toggle(id)))
    expect([notices.words(), listed()]).toEqual(['5 chats archived', []])
    connection.asked.length = 0
    await notices.undo()
    expect(connection.asked.sort()).toEqual(names.map((id) => `POST /api/admin/chats/${id}/unarchive`))
    expect(notices.words()).toBeNull()
  })

  it('says one by its address, and forgets of several what was restored by hand', async () => {
    const { actions, notices, store } = await open()
    await actions.toggle('a')
    expect(notices.words()).toBe('Archived: a@example.com')
    await actions.toggle('b')
    expect(notices.words()).toBe('2 chats archived')
    store.show({ ...active, archived: true })
    await settled()
    openChat(store, 'b', true)
    await actions.toggle('b')
    expect(notices.words()).toBe('Archived: a@example.com')
  })

  it('shows at once what was done, and as it was where it fails, with what went wrong and another try', async () => {
    let fails = true
    const { actions, notices, listed } = await open((path) => (fails ? refuse('unavailable') : archiveAnswer(path)))
    const archiving = actions.toggle('a')
    expect([listed(), actions.isMoving('a')]).toEqual([['b', 'c', 'd', 'e'], true])
    await archiving
    expect([listed(), actions.isMoving('a'), notices.failed() !== null]).toEqual([names, false, true])
    expect(notices.words()).toBe(
      'The chat could not be archived. The server cannot be reached. Check your connection and try again.',
    )
    fails = false
    await notices.tryAgain()
    expect([listed(), notices.words()]).toEqual([['b', 'c', 'd', 'e'], 'Archived: a@example.com'])
  })

  it('says what of an undo has failed, and keeps what was archived before something else failed', async () => {
    const { actions, notices, connection } = await open((path) =>
      /[bc].(unarchive)$/.test(path)
        ? refuse('unavailable')
        : /d.archive$/.test(path)
          ? refuse('not_found')
          : archiveAnswer(path),
    )
    for (const id of ['a', 'b', 'c', 'd']) await actions.toggle(id)
    expect(notices.words()).toBe('The chat could not be archived. It does not exist any more.')
    notices.dismiss()
    expect(notices.words()).toBe('3 chats archived')
    await notices.undo()
    expect(notices.words()).toMatch(/^2 chats could not be restored\. The server cannot be reached/)
    connection.asked.length = 0
    await notices.tryAgain()
    expect(connection.asked).toEqual(['POST /api/admin/chats/b/unarchive', 'POST /api/admin/chats/c/unarchive'])
  })

  it('moves the chat on the screen, be it in no list, unless a message came meanwhile', async () => {
    let meanwhile: () => void = () => undefined
    const { actions, notices, connection, store } = await open((path) => {
      meanwhile()
      return archiveAnswer(path)
    })
    openChat(store, 'x', false)
    await actions.toggle('x')
    expect([store.find('x')?.archived, notices.words()]).toEqual([true, 'Archived: x@example.com'])
    openChat(store, 'y', false)
    meanwhile = () => connection.emit('chat_updated', { chat: card('y', 9, { user_name: 'Came back' }) })
    await actions.toggle('y')
    expect(store.find('y')).toMatchObject({ user_name: 'Came back', archived: false })
  })

  it('leaves the screen after ten seconds, but not from under a pointer', async () => {
    const { actions, notices } = await open()
    jest.useFakeTimers()
    await actions.toggle('a')
    notices.hold()
    jest.advanceTimersByTime(60_000)
    expect(notices.words()).not.toBeNull()
    notices.release()
    jest.advanceTimersByTime(9_999)
    expect(notices.words()).not.toBeNull()
    jest.advanceTimersByTime(1)
    expect(notices.words()).toBeNull()
    jest.useRealTimers()
  })
})

function openChat(store: ChatsStore, id: string, archived: boolean): void {
  store.open(id)
  store.describe({ id, user_email: `${id}@example.com`, user_name: null, archived })
}
