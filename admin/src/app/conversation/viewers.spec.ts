import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { ChatViewer } from '@support-chat/shared'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { StaffSession } from '../auth/staff-session.js'
import { Conversation } from './conversation.js'
import { Viewers } from './viewers.js'

const viewer = (id: string, is_typing = false): ChatViewer => ({
  id,
  name: null,
  email: `${id}@example.com`,
  is_typing,
})

let engine: FakeConnection

function open(): Viewers {
  engine = new FakeConnection(() => ({}))
  const providers = [
    LiveConnection,
    Viewers,
    { provide: ENGINE, useValue: { createConnection: () => engine } },
    { provide: Conversation, useValue: { chatId: signal('chat') } },
    { provide: StaffSession, useValue: { user: signal({ id: 'bea' }) } },
  ]
  return TestBed.configureTestingModule({ providers }).inject(Viewers)
}

const ids = (viewers: readonly ChatViewer[]) => viewers.map(({ id }) => id)

describe('Viewers', () => {
  it('are the others who have this chat open, and among them those who type', () => {
    const viewers = open()
    engine.emit('viewers', { chat_id: 'chat', viewers: [viewer('ann', true), viewer('bea', true), viewer('cid')] })
    engine.emit('viewers', { chat_id: 'other', viewers: [viewer('dan')] })
    expect([ids(viewers.others()), ids(viewers.typing())]).toEqual([['ann', 'cid'], ['ann']])
    engine.emit('viewers', { chat_id: 'chat', viewers: [viewer('bea')] })
    expect(viewers.others()).toEqual([])
  })

  it('are not known while the connection is away', () => {
    const viewers = open()
    engine.emit('viewers', { chat_id: 'chat', viewers: [viewer('ann')] })
    engine.become({ status: 'connecting', transport: null })
    TestBed.tick()
    expect(viewers.others()).toEqual([])
  })
})
