import { TestBed } from '@angular/core/testing'
import type { CannedReply } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { CannedReplies } from './canned-replies.js'

const reply = (shortcut: string, content = 'Hello'): CannedReply => ({
  id: `id of ${shortcut}`,
  shortcut,
  content,
  updated_at: '2026-03-04T12:00:00.000Z',
})

let engine: FakeConnection

function open(): CannedReplies {
  engine = new FakeConnection(() => ({ canned_replies: [reply('bye'), reply('hello')] }))
  const providers = [LiveConnection, CannedReplies, { provide: ENGINE, useValue: { createConnection: () => engine } }]
  return TestBed.configureTestingModule({ providers }).inject(CannedReplies)
}

const shortcuts = (replies: CannedReplies) => replies.all()?.map(({ shortcut }) => shortcut)

const refuse = (code: 'conflict' | 'not_found') => () => {
  throw new RequestError({ code, message: 'No' })
}

describe('CannedReplies', () => {
  it('are not known before they were loaded, and stay when loading them anew fails', async () => {
    const replies = open()
    expect(replies.all()).toBeNull()
    await replies.load()
    engine.answer = refuse('conflict')
    expect(await replies.load()).toBe(false)
    expect(shortcuts(replies)).toEqual(['bye', 'hello'])
  })

  it('take in a new one, and one that was changed, where its shortcut belongs', async () => {
    const replies = open()
    await replies.load()
    engine.answer = () => reply('copy')
    expect(await replies.save(null, { shortcut: 'copy', content: 'Hello' })).toBe(true)
    expect(engine.asked.at(-1)).toBe('POST /api/admin/canned_replies')
    engine.answer = () => ({ ...reply('adieu'), id: reply('hello').id })
    await replies.save(reply('hello').id, { shortcut: 'adieu', content: 'Hello' })
    expect(engine.asked.at(-1)).toBe('PUT /api/admin/canned_replies/id of hello')
    expect(shortcuts(replies)).toEqual(['adieu', 'bye', 'copy'])
  })

  it('say why one was not saved, and change nothing', async () => {
    const replies = open()
    await replies.load()
    engine.answer = refuse('conflict')
    expect(await replies.save(null, { shortcut: 'bye', content: 'Other' })).toBe(false)
    expect([replies.request.error()?.code, shortcuts(replies), replies.request.pending()]).toEqual([
      'conflict',
      ['bye', 'hello'],
      false,
    ])
  })

  it('are rid of one that is deleted, also where another staff member was faster', async () => {
    const replies = open()
    await replies.load()
    engine.answer = () => ({})
    expect(await replies.remove(reply('bye').id)).toBe(true)
    engine.answer = refuse('not_found')
    expect(await replies.remove(reply('hello').id)).toBe(true)
    expect([shortcuts(replies), replies.request.error()]).toEqual([[], null])
  })
})
