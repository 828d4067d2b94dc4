import { TestBed } from '@angular/core/testing'
import { relativeTime } from '../time/relative-time.js'
import { Language } from './language.js'
import { pickLanguage, pickLocale } from './languages.js'
import { t } from './words.js'

const html = document.documentElement

async function open(): Promise<Language> {
  const language = TestBed.inject(Language)
  await language.ready
  return language
}

afterEach(() => localStorage.clear())

describe('Language', () => {
  it('speaks English until another is chosen, and remembers the choice', async () => {
    const language = await open()
    expect([html.lang, html.dir, t('session.signIn')]).toEqual(['en', 'ltr', 'Sign in'])

    language.choose('de')
    await until(() => html.lang === 'de')
    expect(t('session.signIn')).toBe('Anmelden')
    expect(relativeTime('2026-03-04T11:58:00.000Z', Date.parse('2026-03-04T12:00:00.000Z'))).toBe('vor 2 Minuten')

    TestBed.resetTestingModule()
    await open()
    expect(html.lang).toBe('de')
  })

  it('turns the page round for a language that is written from right to left', async () => {
    localStorage.setItem('support-chat.language', 'ar-XB')
    await open()
    expect([html.lang, html.dir]).toEqual(['ar-XB', 'rtl'])
  })

  it('follows a choice made in another tab', async () => {
    await open()
    localStorage.setItem('support-chat.language', 'de')
    window.dispatchEvent(new StorageEvent('storage', { key: 'support-chat.language' }))
    await until(() => html.lang === 'de')
    expect(t('session.password')).toBe('Passwort')
  })
})

describe('pickLanguage', () => {
  const pick = (chosen: string, ...preferred: string[]) => pickLanguage(chosen, preferred).code

  it('takes the first language of the browser that there is, else English', () => {
    expect([pick('auto', 'fr-FR', 'de-AT', 'en'), pick('auto', 'fr'), pick('auto')]).toEqual(['de', 'en', 'en'])
  })

  it('never gives a reader the pseudo-locale unasked', () => {
    expect([pick('auto', 'ar-XB'), pick('auto', 'ar')]).toEqual(['en', 'en'])
  })

  it('writes times as the reader does in that language', () => {
    const german = pickLanguage('de', [])
    expect([pickLocale(german, ['en-US', 'de-CH']), pickLocale(german, ['en-US'])]).toEqual(['de-CH', 'de-DE'])
  })

  it('writes times and numbers also where the browser names a locale that is none, as Chromium does under LANG=C', () => {
    const english = pickLanguage('auto', ['en-US@posix'])
    expect([english.code, pickLocale(english, ['en-US@posix', 'en'])]).toEqual(['en', 'en'])
    expect(pickLocale(english, ['en-US@posix'])).toBe('en-GB')
  })
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    TestBed.tick()
    await new Promise((resolve) => setTimeout(resolve))
  }
}
