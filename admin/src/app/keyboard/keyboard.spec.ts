import { Injector, runInInjectionContext, createEnvironmentInjector, EnvironmentInjector } from '@angular/core'
import { TestBed } from '@angular/core/testing'
import { COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'
import { Commands } from './commands.js'
import { collide, KeyBindings } from './key-bindings.js'
import { Keyboard } from './keyboard.js'

let ran: CommandId[]

function press(key: string, init: KeyboardEventInit = {}, target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

function handle(...ids: CommandId[]): void {
  const handlers = Object.fromEntries(ids.map((id) => [id, { run: () => ran.push(id) }]))
  TestBed.runInInjectionContext(() => TestBed.inject(Commands).handle(handlers))
}

function put(html: string): Element {
  document.body.innerHTML = html
  return document.body.querySelector('.target') ?? document.body.firstElementChild!
}

beforeEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
  ran = []
  TestBed.inject(Keyboard)
})

describe('the keys out of the box', () => {
  it('can all be told apart', () => {
    const pairs = COMMAND_IDS.flatMap((a) =>
      COMMAND_IDS.filter((b) => {
        const keys = commandEntry(a).keys
        if (commandEntry(a).overrides || commandEntry(b).overrides) return false
        return a !== b && keys !== undefined && collide(commandEntry(b).keys ?? null, keys)
      }).map((b) => [a, b]),
    )
    expect(pairs).toEqual([])
  })
})

describe('Keyboard', () => {
  it('runs the command whose key is pressed, and keeps the press from the page', () => {
    handle('nextChat', 'archive')
    expect(press('j').defaultPrevented).toBe(true)
    press('e')
    expect(press('x').defaultPrevented).toBe(false)
    expect(ran).toEqual(['nextChat', 'archive'])
  })

  it('gives a key to the command that overrides another, as long as that can be run', () => {
    let isShown = true
    handle('note')
    TestBed.runInInjectionContext(() =>
      TestBed.inject(Commands).handle({ nextHit: { run: () => ran.push('nextHit'), available: () => isShown } }),
    )
    press('n')
    isShown = false
    press('n')
    expect(ran).toEqual(['nextHit', 'note'])
    const bindings = TestBed.inject(KeyBindings)
    expect(bindings.choose('note', 'n')).toBeNull()
    expect(bindings.choose('archive', 'n')).toEqual({ reason: 'taken', by: 'note' })
  })

  it('runs keys one after the other as a sequence, unless too much time lies between', () => {
    handle('showActive', 'archive')
    press('g')
    press('a')
    expect(ran).toEqual(['showActive'])
    press('g')
    press('e')
    press('a')
    expect(ran).toEqual(['showActive', 'archive'])
    const late = new KeyboardEvent('keydown', { key: 'a' })
    press('g')
    Object.defineProperty(late, 'timeStamp', { value: late.timeStamp + 2000 })
    document.dispatchEvent(late)
    expect(ran).toEqual(['showActive', 'archive'])
  })

  it.each([
    ['a line of text', '<input>'],
    ['a search field', '<input type="search">'],
    ['a text area', '<textarea></textarea>'],
    ['a choice', '<select></select>'],
    ['edited content', '<div contenteditable><b class="target">text</b></div>'],
    ['a menu', '<div role="menu"><a class="target" role="menuitem">Entry</a></div>'],
  ])('leaves characters to %s, and takes Escape and Ctrl+K there', (_name, html) => {
    handle('archive', 'shortcuts', 'backToList', 'palette')
    const target = put(html)
    expect([press('e', {}, target), press('?', {}, target)].map((event) => event.defaultPrevented)).toEqual([
      false,
      false,
    ])
    press('Escape', {}, target)
    press('k', { ctrlKey: true }, target)
    expect(ran).toEqual(['backToList', 'palette'])
  })

  it('takes characters from what is pressed rather than typed into', () => {
    handle('archive')
    press('e', {}, put('<input type="checkbox">'))
    press('e', {}, put('<button></button>'))
    expect(ran).toEqual(['archive', 'archive'])
  })

  it('does nothing with modifier keys, or on what something else has taken', () => {
    handle('archive', 'nextChat', 'palette', 'search')
    for (const init of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) press('e', init)
    press('E', { shiftKey: true })
    press('k', { ctrlKey: true, altKey: true })
    document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
    press('e')
    expect(ran).toEqual([])
  })

  it('leaves the keys that an input method uses to it, wherever on the page they are pressed', () => {
    handle('archive', 'backToList')
    const field = put('<textarea></textarea>')
    field.addEventListener('keydown', (event) => ran.push((event as KeyboardEvent).key as CommandId))
    for (const key of ['Enter', 'Escape', 'e']) {
      press(key, { isComposing: true }, field)
      press(key, { keyCode: 229 }, field)
    }
    expect(ran).toEqual([])
  })

  it('does nothing while a dialog is open', () => {
    handle('archive', 'palette')
    put('<dialog open></dialog>')
    press('e')
    press('k', { ctrlKey: true })
    expect(ran).toEqual([])
  })

  it('moves on while a key is held, and archives once', () => {
    handle('archive', 'nextChat')
    press('j', { repeat: true })
    expect(press('e', { repeat: true }).defaultPrevented).toBe(true)
    expect(ran).toEqual(['nextChat'])
  })

  it('knows keys by what they type: Shift for a question mark, Caps Lock, letters of another alphabet', () => {
    handle('shortcuts', 'archive', 'nextChat')
    press('Shift', { shiftKey: true })
    press('?', { shiftKey: true, code: 'Minus' })
    press('E')
    press('о', { code: 'KeyJ' })
    expect(ran).toEqual(['shortcuts', 'archive', 'nextChat'])
  })
})

describe('Commands', () => {
  it('are there as long as who handles them, and the later one is asked', () => {
    const commands = TestBed.inject(Commands)
    const said: string[] = []
    const feature = (name: string) => {
      const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector))
      runInInjectionContext(injector as Injector, () => commands.handle({ reply: { run: () => said.push(name) } }))
      return injector
    }
    const first = feature('first')
    const second = feature('second')
    commands.run('reply')
    first.destroy()
    commands.run('reply')
    second.destroy()
    commands.run('reply')
    expect(said).toEqual(['second', 'second'])
    expect(commands.isAvailable('reply')).toBe(false)
  })

  it('do nothing, and leave their key alone, while they are not available', () => {
    const commands = TestBed.inject(Commands)
    const run = jest.fn()
    TestBed.runInInjectionContext(() => commands.handle({ archive: { run, available: () => false } }))
    commands.run('archive')
    expect(press('e').defaultPrevented).toBe(false)
    expect(run).not.toHaveBeenCalled()
    expect(commands.available()).toEqual([])
  })
})

describe('KeyBindings', () => {
  const bindings = () => TestBed.inject(KeyBindings)

  it('gives a command other keys, which are kept in the browser', () => {
    handle('archive')
    expect(bindings().choose('archive', 'y')).toBeNull()
    press('e')
    press('y')
    expect(ran).toEqual(['archive'])
    TestBed.resetTestingModule()
    expect([bindings().keysOf('archive'), bindings().changed()]).toEqual(['y', true])
    bindings().reset()
    expect([bindings().keysOf('archive'), bindings().changed()]).toEqual(['e', false])
  })

  it('refuses what another command has, or begins with, and names it', () => {
    expect(bindings().choose('archive', 'j')).toEqual({ reason: 'taken', by: 'nextChat' })
    expect(bindings().choose('archive', 'g')).toEqual({ reason: 'taken', by: 'showActive' })
    expect(bindings().choose('showActive', 'e x')).toEqual({ reason: 'taken', by: 'archive' })
    expect(bindings().choose('archive', 'Enter')).toEqual({ reason: 'not_keys' })
    expect(bindings().choose('archive', 'Mod+f')).toEqual({ reason: 'browser' })
    expect(bindings().choose('archive', 'Mod+k')).toEqual({ reason: 'taken', by: 'palette' })
    expect(bindings().keysOf('archive')).toBe('e')
  })

  it('takes keys from every command that stands in their way, where one insists', () => {
    bindings().takeOver('archive', 'g')
    expect((['archive', 'showActive', 'showArchived'] as const).map((id) => bindings().keysOf(id))).toEqual([
      'g',
      null,
      null,
    ])
  })

  it('gives the palette other keys with Ctrl, or a character, and keeps them', () => {
    handle('palette')
    expect(bindings().choose('palette', 'Mod+i')).toBeNull()
    press('k', { ctrlKey: true })
    press('i', { ctrlKey: true })
    expect(ran).toEqual(['palette'])
    TestBed.resetTestingModule()
    expect([bindings().keysOf('palette'), bindings().ariaKeysOf('palette')]).toEqual(['Mod+i', 'Control+I'])
    expect(bindings().choose('archive', 'Mod+k')).toBeNull()
    expect(bindings().choose('palette', 'p')).toBeNull()
    bindings().setCharactersOff(true)
    expect([bindings().keysOf('palette'), bindings().keysOf('archive')]).toEqual([null, 'Mod+k'])
  })

  it('lets two commands trade keys by way of none', () => {
    expect(bindings().choose('archive', null)).toBeNull()
    expect(bindings().choose('search', 'e')).toBeNull()
    expect(bindings().choose('archive', '/')).toBeNull()
    expect([bindings().keysOf('search'), bindings().keysOf('archive')]).toEqual(['e', '/'])
  })

  it('switches characters off, and what needs ⌘ or Ctrl stays', () => {
    handle('archive', 'showActive', 'shortcuts', 'palette', 'backToList')
    bindings().setCharactersOff(true)
    for (const key of ['e', 'g', 'a', '?']) press(key)
    expect(ran).toEqual([])
    press('k', { ctrlKey: true })
    press('Escape')
    expect(ran).toEqual(['palette', 'backToList'])
    expect(bindings().keptFor('archive')).toBe('e')
  })

  it('follows another tab, and takes no notice of what makes no sense', () => {
    const storeInOtherTab = (text: string) => {
      localStorage.setItem('support-chat.keyboard', text)
      window.dispatchEvent(new StorageEvent('storage', { key: 'support-chat.keyboard' }))
    }
    expect(bindings().keysOf('archive')).toBe('e')
    storeInOtherTab('{"charactersOff":false,"keys":{"archive":"y","nextChat":7,"search":"Enter","gone":"z"}}')
    expect([bindings().keysOf('archive'), bindings().keysOf('nextChat'), bindings().keysOf('search')]).toEqual([
      'y',
      'j',
      '/',
    ])
    storeInOtherTab('nonsense')
    expect(bindings().keysOf('archive')).toBe('e')
  })
})
