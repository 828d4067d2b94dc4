import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { outboxPrefix } from '@support-chat/shared/client'
import { draftsOf } from '../chats/drafts.js'
import { ENGINE } from '../connection/engine.js'
import { FakeConnection } from '../connection/fake-connection.js'
import { LiveConnection } from '../connection/live-connection.js'
import { serverUrl } from '../auth/auth-api.js'
import { SignOut } from './sign-out.js'
import { StaffSession } from '../auth/staff-session.js'

const session = { user: signal({ id: 'bea' }), signOut: jest.fn() }
const engine = new FakeConnection(() => null)

const start = (): SignOut => {
  const providers = [
    SignOut,
    LiveConnection,
    { provide: ENGINE, useValue: { createConnection: () => engine } },
    { provide: StaffSession, useValue: session },
  ]
  return TestBed.configureTestingModule({ providers }).inject(SignOut)
}

const draft = (user: string, chat: string) => localStorage.setItem(draftsOf(user) + chat, '{"text":"Dear","since":1}')
const message = (user: string, id: string) =>
  localStorage.setItem(outboxPrefix(serverUrl(), user, 'chat') + id, '{"content":"Hello"}')

beforeEach(() => {
  localStorage.clear()
  session.signOut.mockReset()
})

describe('SignOut', () => {
  it('goes at once where everything was sent', () => {
    draft('cid', 'one')
    const signOut = start()
    signOut.begin()
    expect([session.signOut.mock.calls.length, signOut.asked()]).toEqual([1, 0])
  })

  it('asks first where something was not, and says what', () => {
    draft('bea', 'one')
    draft('bea', 'two')
    message('bea', '1')
    const signOut = start()
    signOut.begin()
    expect([session.signOut.mock.calls.length, signOut.asked(), localStorage.length]).toEqual([0, 1, 3])
    expect(signOut.loss()).toContain('1 unsent message and 2 drafts')
  })

  it('asks nothing any more of a server that is about to refuse it', () => {
    const stop = jest.spyOn(engine, 'stop')
    session.signOut.mockImplementation(() => expect(stop).toHaveBeenCalledTimes(1))
    start().finish()
    expect(session.signOut).toHaveBeenCalledTimes(1)
  })

  it('leaves nothing of one’s own, and everything of others', () => {
    draft('bea', 'one')
    message('bea', '1')
    draft('cid', 'one')
    message('cid', '1')
    start().finish()
    expect(Object.keys(localStorage).sort()).toEqual(
      [draftsOf('cid') + 'one', outboxPrefix(serverUrl(), 'cid', 'chat') + '1'].sort(),
    )
  })

  it('leaves nothing of what comes back while the page is left', () => {
    start().finish()
    message('bea', 'late')
    TestBed.resetTestingModule()
    expect(localStorage.length).toBe(0)
  })
})
