import { signal } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import type { ChatUser } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { StaffSession } from '../auth/staff-session.js'
import { openStore } from '../chats/chats-store.testing.js'
import { ErasedChats } from '../chats/erased-chats.js'
import { EraseDialog } from './erase-dialog.js'

const user = { external_id: 'customer 7', email: 'ada@example.com', name: 'Ada' } as ChatUser

async function open(answer: () => unknown = () => ({})) {
  TestBed.configureTestingModule({ providers: [{ provide: StaffSession, useValue: { user: signal({ id: 'bea' }) } }] })
  const { connection } = openStore((path) => (path.endsWith('/users/customer%207') ? answer() : { chats: [] }))
  const fixture = TestBed.createComponent(EraseDialog)
  fixture.componentRef.setInput('chatId', 'chat')
  fixture.componentRef.setInput('user', user)
  await fixture.whenStable()
  const element = fixture.nativeElement as HTMLElement
  const submit = async (typed: string) => {
    element.querySelector('input')!.value = typed
    element.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await fixture.whenStable()
    return element.querySelector('[role=alert]')?.textContent ?? null
  }
  const erasures = () => connection.asked.filter((asked) => asked === 'DELETE /api/admin/users/customer%207').length
  return { submit, erasures, isGone: () => TestBed.inject(ErasedChats).has('chat') }
}

describe('EraseDialog', () => {
  it('asks for who it is, and sends nothing before', async () => {
    const { submit, erasures, isGone } = await open()
    for (const typed of ['', 'Ada', 'eve@example.com', 'Customer 7']) {
      expect(await submit(typed)).toContain('neither the email address nor the external ID')
    }
    expect([erasures(), isGone()]).toEqual([0, false])
  })

  it.each([' ADA@example.com ', 'customer 7'])('takes %p, after which the chat is gone', async (typed) => {
    const { submit, erasures, isGone } = await open()
    expect(await submit(typed)).toBeNull()
    expect([erasures(), isGone()]).toEqual([1, true])
  })

  it('says why it failed, and the chat stays', async () => {
    const { submit, isGone } = await open(() => {
      throw new RequestError({ code: 'forbidden', message: '' })
    })
    expect(await submit('customer 7')).toBe('Your role does not allow this.')
    expect(isGone()).toBe(false)
  })
})
