import { ariaKeys, keyCaps, pressed } from './key-press.js'

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

  it('takes a character that needs AltGr for a character, and Alt otherwise for nothing', () => {
    const altGr = { ctrlKey: true, altKey: true, modifierAltGraph: true }
    expect([press('@', altGr), press('e', { altKey: true })]).toEqual(['@', null])
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
})
