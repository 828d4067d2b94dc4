import { ariaKeys, isBrowsers, isForCommands, keyCaps, keyText, pressed, readKeys } from './key-press.js'

const press = (key: string, init: KeyboardEventInit = {}) => pressed(new KeyboardEvent('keydown', { key, ...init }))

describe('pressed', () => {
  it('writes a letter as it is typed, and Ctrl with its name', () => {
    expect([press('j'), press('J', { shiftKey: true }), press('J'), press('k', { ctrlKey: true })]).toEqual([
      'j',
      'J',
      'j',
      'Mod+k',
    ])
  })

  it('writes a key with a name as it is called, with Ctrl too', () => {
    expect([press('Escape'), press('Enter', { ctrlKey: true })]).toEqual(['Escape', 'Mod+Enter'])
  })

  it('takes a character that needs AltGr for a character, and Alt otherwise for nothing', () => {
    const altGr = { ctrlKey: true, altKey: true, modifierAltGraph: true }
    expect([press('@', altGr), press('e', { altKey: true })]).toEqual(['@', null])
  })

  it('leaves letters with Ctrl and Shift to the browser, and takes signs that need Shift', () => {
    const both = { ctrlKey: true, shiftKey: true }
    expect([press('K', both), press('/', both)]).toEqual([null, 'Mod+/'])
  })

  it('keeps Latin letters where the layout has put them', () => {
    expect([press('q', { code: 'KeyA' }), press('é', { code: 'Digit2' }), press('η', { code: 'KeyH' })]).toEqual([
      'q',
      'é',
      'h',
    ])
  })
})

describe('keys in words', () => {
  it('are the caps of the keyboard', () => {
    expect(['j', 'E', '?', 'g a', 'Mod+k', 'Escape'].map(keyCaps)).toEqual([
      [['J']],
      [['Shift', 'E']],
      [['?']],
      [['G'], ['A']],
      [['Ctrl', 'K']],
      [['Esc']],
    ])
  })

  it('are told to assistive technology where it has a way to say them', () => {
    expect(['j', 'Mod+k', 'Escape', 'g a'].map(ariaKeys)).toEqual(['J', 'Control+K', 'Escape', null])
  })

  it('are read as they are written, in whatever way the reader writes them', () => {
    const keys = ['j', 'E', 'g a', 'Mod+k', 'Mod+/']
    expect(keys.map(keyText)).toEqual(['j', 'E', 'g a', 'Ctrl+K', 'Ctrl+/'])
    expect(keys.map(keyText).map(readKeys)).toEqual(keys)
    expect(['Strg + k', '⌘K', ' x '].map(readKeys)).toEqual(['Mod+k', 'Mod+k', 'x'])
  })
})

describe('keys that a reader may choose', () => {
  it('are characters, and those with Ctrl that no browser needs', () => {
    expect(['j', 'g a', 'Mod+k', 'Mod+i', 'Mod+/'].filter(isForCommands)).toHaveLength(5)
    expect(['Mod+c', 'Mod+f', 'Mod+t', 'Mod+0'].filter(isBrowsers)).toHaveLength(4)
    expect(['Mod+c', 'Escape', 'Enter', 'Mod+Enter', 'Alt+j', 'abc', ''].filter(isForCommands)).toEqual([])
  })
})
