import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { english } from './english.js'
import { wordsIn } from './languages.js'
import type { Strings } from './strings.js'

const SHIPPED = ['ar', 'de', 'es', 'fr', 'he', 'ja', 'pt', 'zh']
const counts = [1, 2, 3, 11, 100]
const inWords = async (locale: string, say: (words: Strings, count: number) => string) => {
  const words = (await wordsIn(locale))!
  return counts.map((count) => say(words, count))
}

describe('languages', () => {
  test('are those whose files there are', () => {
    expect(readdirSync(join(__dirname, '../languages')).sort()).toEqual(SHIPPED.map((code) => `${code}.ts`))
  })

  test.each(SHIPPED)('%s has words of its own for all that is said', async (code) => {
    const words = (await wordsIn(code)) as unknown as Record<string, unknown>
    for (const [name, value] of Object.entries(english)) {
      expect([name, typeof words[name]]).toEqual([name, typeof value])
      expect(words[name]).not.toBe('')
    }
    const shared = Object.entries(english).filter(([name, value]) => typeof value === 'string' && words[name] === value)
    expect(shared.map(([name]) => name)).toEqual({ de: ['offline', 'staff'], fr: ['messages', 'message'] }[code] ?? [])
  })

  test.each(['de', 'de-AT', 'DE-ch', 'de_LU', 'deu'])('%s is German', async (locale) => {
    expect((await wordsIn(locale))?.send).toBe('Nachricht senden')
  })

  test.each(['en', 'en-GB', 'it', '', 'not a locale', 'constructor'])('%j leaves English', async (locale) => {
    await expect(wordsIn(locale)).resolves.toBeUndefined()
  })

  test('nouns take the form that goes with their number', async () => {
    const messages = (words: Strings, count: number) => words.newMessages(count)
    await expect(inWords('de', messages)).resolves.toEqual([
      '1 neue Nachricht',
      '2 neue Nachrichten',
      '3 neue Nachrichten',
      '11 neue Nachrichten',
      '100 neue Nachrichten',
    ])
    await expect(inWords('he', messages)).resolves.toEqual([
      'הודעה חדשה אחת',
      'שתי הודעות חדשות',
      '3 הודעות חדשות',
      '11 הודעות חדשות',
      '100 הודעות חדשות',
    ])
    await expect(inWords('ar', (words, count) => words.tooLong(count, 4000))).resolves.toEqual(
      ['حرف واحد', 'حرفين', '3 أحرف', '11 حرفًا', '100 حرف'].map(
        (over) => `لا يمكن أن تتجاوز الرسالة 4,000 حرف. يرجى تقصيرها بمقدار ${over}.`,
      ),
    )
  })

  test('numbers are written as in the region', async () => {
    const limit = async (locale: string) => (await wordsIn(locale))!.tooLong(2, 4000)
    await expect(limit('de')).resolves.toContain('4.000 Zeichen')
    await expect(limit('ar-EG')).resolves.toContain('٤٬٠٠٠ حرف')
  })
})
