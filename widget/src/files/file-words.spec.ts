import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FILE_WORDS, fileWordsOf } from './file-words.js'

const speak = (language: string, strings: object | null = null) => fileWordsOf({ language, strings } as never)

describe('what is said of files', () => {
  it('is said in every language there is', () => {
    const languages = readdirSync(join(__dirname, '../languages')).map((name) => name.slice(0, 2))
    expect(Object.keys(FILE_WORDS).sort()).toEqual(['en', ...languages].sort())
    for (const words of Object.values(FILE_WORDS)) {
      expect(Object.keys(words)).toEqual(Object.keys(FILE_WORDS['en']!))
      expect(Object.values(words)).not.toContain('')
    }
    expect(speak('de-AT').photo).toBe('Foto')
    expect(speak('it').photo).toBe('Photo')
  })

  it('gives way to what the page says', () => {
    expect(speak('de', { photo: 'Lichtbild' })).toEqual({ ...FILE_WORDS['de'], photo: 'Lichtbild' })
  })
})
