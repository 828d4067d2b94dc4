import { TimeFormat } from '@support-chat/shared/view'
import { english } from '../i18n/english.js'
import { wordsIn } from '../i18n/languages.js'
import { initialsOf, pictureOf } from './face.js'
import { durationOf, teamLine, whenOf } from './team-line.js'

const NOW = new Date(2026, 10, 26, 18, 30).getTime()
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()
/** Some systems put a narrow space before AM. */
const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('when an answer can be expected', () => {
  const times = new TimeFormat('en-US')
  const team = { name: 'The shop', members: [], online: false, back_at: null, reply_time_seconds: null }
  const said = (change: object, otherOnline: boolean | null = null) =>
    plain(teamLine({ ...team, ...change }, otherOnline, english, times, NOW))

  test.each<[string, object, boolean | null, string]>([
    ['nothing is known', {}, null, ''],
    ['somebody was there when the chat was loaded', { online: true }, null, 'Online'],
    ['somebody has come since', {}, true, 'Online'],
    ['they have gone since', { online: true }, false, ''],
    ['the time of replies is known', { online: true, reply_time_seconds: 290 }, null, 'Usually replies in 5 min'],
    ['the hours are over', { reply_time_seconds: 290, back_at: at(30, 9) }, true, 'Back Monday 9:00 AM'],
    ['they have begun again since', { reply_time_seconds: 290, back_at: at(26, 18) }, null, 'Usually replies in 5 min'],
  ])('where %s', (_, change, otherOnline, line) => {
    expect(said(change, otherOnline)).toBe(line)
  })

  test.each([
    [at(26, 20), '8:00 PM'],
    [at(27, 9, 30), 'Friday 9:30 AM'],
    [at(30, 9), 'Monday 9:00 AM'],
  ])('%s is said as the reader would', (iso, text) => {
    expect(plain(whenOf(iso, times, NOW))).toBe(text)
  })

  test('what is further off than the days of a week has a date', () => {
    expect(whenOf(new Date(2026, 11, 24, 9).toISOString(), times, NOW)).toMatch(/^December 24\b.*9:00/)
  })

  test.each([
    [0, '1 min'],
    [89, '1 min'],
    [290, '5 min'],
    [600, '10 min'],
    [660, '15 min'],
    [3300, '55 min'],
    [3400, '1 hr'],
    [5500, '2 hr'],
    [84_000, '23 hr'],
    [86_000, '1 day'],
    [200_000, '2 days'],
  ])('a median of %p seconds is %p', (seconds, text) => {
    expect(durationOf(seconds, 'en')).toBe(text)
  })

  test('in the language of the words', async () => {
    const german = (await wordsIn('de'))!
    const line = teamLine({ ...team, back_at: at(30, 9) }, null, german, new TimeFormat('de'), NOW)
    expect(line).toBe('Wieder da: Montag, 09:00')
    expect(teamLine({ ...team, reply_time_seconds: 290 }, null, german, new TimeFormat('de'), NOW)).toBe(
      'Antwortet meist in 5 Min.',
    )
  })
})

describe('a face', () => {
  test.each([
    ['Cleo', 'C'],
    ['cleo de la  Marchetti ', 'C\u200cM'],
    ['山田', '山'],
    ['😀 Ada', '😀\u200cA'],
    ['', ''],
  ])('of %j without a picture is %j', (name, initials) => {
    expect(initialsOf(name).replace(/\u200c$/, '')).toBe(initials)
  })

  test('is that of the one member who has the name', () => {
    const cleo = { name: 'Cleo', avatar_url: '/1' }
    expect(pictureOf('Cleo', [cleo, { name: 'Ada', avatar_url: '/2' }])).toBe('/1')
    expect(pictureOf('Cleo', [cleo, { name: 'Cleo', avatar_url: '/2' }])).toBeNull()
    expect(pictureOf(null, [{ name: null, avatar_url: '/3' }])).toBeNull()
    expect(pictureOf('Cleo', undefined)).toBeNull()
  })
})
