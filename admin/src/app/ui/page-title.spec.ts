import {
  ChangeDetectionStrategy,
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  runInInjectionContext,
  signal,
} from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { provideRouter, Router, TitleStrategy } from '@angular/router'
import type { TextKey } from '../language/words.js'
import { PageTitle } from './page-title.js'

@Component({ template: '', changeDetection: ChangeDetectionStrategy.OnPush })
class Page {}

beforeEach(() => {
  TestBed.configureTestingModule({
    providers: [
      provideRouter([
        { path: 'sign-in', component: Page, title: 'session.signIn' satisfies TextKey },
        { path: '**', component: Page },
      ]),
      { provide: TitleStrategy, useExisting: PageTitle },
    ],
  })
})

async function titleAt(url: string): Promise<string> {
  await TestBed.inject(Router).navigateByUrl(url)
  return title()
}

function title(): string {
  TestBed.tick()
  return document.title
}

describe('the title of the page', () => {
  it('is the name of the product, and of the page where it has one', async () => {
    expect(await titleAt('/chats')).toBe('Support Chats')
    expect(await titleAt('/sign-in')).toBe('Sign in – Support Chats')
  })

  it('says how many chats are unread, how many need a reply, and whom the open one is with, as long as that is on the screen', () => {
    const [unread, needsReply, email] = [signal(2), signal<string | null>(null), signal<string | null>(null)]
    const page = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector))
    runInInjectionContext(page, () => {
      TestBed.inject(PageTitle).showCounts(() => ({ unread: unread(), needsReply: needsReply() }))
      TestBed.inject(PageTitle).showSubject(email)
    })
    expect(title()).toBe('(2) Support Chats')
    needsReply.set('5')
    expect(title()).toBe('(2) 5 waiting – Support Chats')
    email.set('ada@example.com')
    unread.set(0)
    expect(title()).toBe('5 waiting – ada@example.com – Support Chats')
    needsReply.set(null)
    expect(title()).toBe('ada@example.com – Support Chats')
    page.destroy()
    unread.set(3)
    needsReply.set('3')
    expect(title()).toBe('Support Chats')
  })
})
