import { signal } from '@angular/core'
import { type ComponentFixture, TestBed } from '@angular/core/testing'
import { provideRouter, Router } from '@angular/router'
import type { ApiError, Identity } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { SignIn } from './sign-in.js'
import { StaffSession } from './staff-session.js'

const user = signal<Identity | null>(null)
const session = { user, hasExpired: signal(false), signIn: jest.fn() }

async function open(): Promise<ComponentFixture<SignIn>> {
  TestBed.configureTestingModule({ providers: [provideRouter([]), { provide: StaffSession, useValue: session }] })
  const fixture = TestBed.createComponent(SignIn)
  await fixture.whenStable()
  return fixture
}

const element = (fixture: ComponentFixture<SignIn>, selector: string) =>
  (fixture.nativeElement as HTMLElement).querySelector(selector) as HTMLInputElement

async function submit(fixture: ComponentFixture<SignIn>, email: string, password: string): Promise<void> {
  element(fixture, '[name=email]').value = email
  element(fixture, '[name=password]').value = password
  element(fixture, 'form').dispatchEvent(new Event('submit', { cancelable: true }))
  await new Promise((resolve) => setTimeout(resolve))
  await fixture.whenStable()
}

async function refusedWith(error: ApiError): Promise<string | undefined> {
  session.signIn.mockRejectedValue(new RequestError(error))
  const fixture = await open()
  await submit(fixture, 'bea@example.com', 'secret')
  return element(fixture, '[role=alert]').textContent?.trim()
}

beforeEach(() => {
  jest.resetAllMocks()
  user.set(null)
  session.hasExpired.set(false)
})

describe('SignIn', () => {
  it('goes where the reader was going', async () => {
    session.signIn.mockImplementation(async () =>
      user.set({ id: '1', email: 'bea@example.com', name: null, role: 'admin' }),
    )
    const fixture = await open()
    const navigate = jest.spyOn(TestBed.inject(Router), 'navigateByUrl').mockResolvedValue(true)
    fixture.componentRef.setInput('to', '/chats/1?tab=archived')
    await submit(fixture, ' bea@example.com ', ' secret ')
    expect(session.signIn).toHaveBeenCalledWith('bea@example.com', ' secret ')
    expect(navigate).toHaveBeenCalledWith('/chats/1?tab=archived')
  })

  it('keeps the email when the password is wrong, and says what to do', async () => {
    session.signIn.mockRejectedValue(new RequestError({ code: 'unauthenticated', message: 'No.' }))
    const fixture = await open()
    await submit(fixture, 'bea@example.com', 'wrong')
    expect(element(fixture, '[role=alert]').textContent).toContain('do not match')
    expect(element(fixture, '[name=email]').value).toBe('bea@example.com')
  })

  it('asks for what is missing before it asks the server', async () => {
    const fixture = await open()
    await submit(fixture, 'bea@example.com', '')
    expect(element(fixture, '[role=alert]').textContent).toContain('Enter your email and your password')
    expect(session.signIn).not.toHaveBeenCalled()
  })

  it('says how long to wait after too many attempts', async () => {
    const details = { retry_after_ms: 12_000 }
    expect(await refusedWith({ code: 'rate_limited', message: 'Slow down.', details })).toBe(
      'Too many attempts. Try again in 12 seconds.',
    )
  })

  it('says that the server cannot be reached', async () => {
    expect(await refusedWith({ code: 'unavailable', message: 'x' })).toContain('The server cannot be reached')
  })

  it('says why a reader who had been signed in is here', async () => {
    session.hasExpired.set(true)
    expect(element(await open(), '[role=status]').textContent).toContain('Your session has ended')
  })
})
