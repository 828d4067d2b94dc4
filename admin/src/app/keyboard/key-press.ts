/**
 * How keys are written, in the list of commands and where a reader's own are kept:
 * - one character as it is typed: `j`, `?`, `E` (with Shift);
 * - two of them, one after the other: `g a`;
 * - a key with a name: `Escape`;
 * - `Mod+k`, `Mod+Enter`: with ⌘ on Apple's machines, with Ctrl elsewhere.
 */
export type Keys = string

const CHARACTERS = /^\S( \S)?$/

const apple = /Mac|iPhone|iPad/.test(navigator.platform)

/** Characters without ⌘ or Ctrl, which speech input or a slip may trigger (WCAG 2.1.4): they can be switched off. */
export const isCharacters = (keys: Keys): boolean => CHARACTERS.test(keys)

const CHORD = /^Mod\+(\S)$/
/** With ⌘ or Ctrl these belong to the browser: editing, windows and tabs, find, print, reload, zoom. */
const BROWSERS = new Set('acfhlmnpqrtvwxyz0123456789+-=')

/** A character with ⌘ or Ctrl. */
export const isChord = (keys: Keys): boolean => CHORD.test(keys)

export const isBrowsers = (keys: Keys): boolean => BROWSERS.has(CHORD.exec(keys)?.[1] ?? '')

/** Whether they can be assigned to a command. */
export const isForCommands = (keys: Keys): boolean => isCharacters(keys) || (isChord(keys) && !isBrowsers(keys))

/** The pressed key as {@link Keys}; null where no command may use it, as with Alt. */
export function pressed(event: KeyboardEvent): Keys | null {
  const { altKey, ctrlKey, metaKey } = event
  const key = character(event)
  // AltGr is Ctrl and Alt at once where it types a character.
  if (event.getModifierState('AltGraph')) return key.length === 1 ? key : null
  const mod = apple ? metaKey : ctrlKey
  const other = apple ? ctrlKey : metaKey
  if (altKey || other) return null
  if (!mod) return key
  // Browsers use Ctrl+Shift with letters for their own tools.
  return event.shiftKey && isLetter(key) ? null : `Mod+${key.length === 1 ? key.toLowerCase() : key}`
}

/** As a reader writes them: `g a`, `Ctrl+K`, on Apple's machines `⌘K`. */
export function keyText(keys: Keys): string {
  return isCharacters(keys) ? keys : (keyCaps(keys)[0] ?? []).join(apple ? '' : '+')
}

/** Parses what a reader has typed; it may still be unusable. */
export function readKeys(text: string): Keys {
  const chord = /^(?:mod|ctrl|control|strg|cmd|command|⌘)\s*\+?\s*(\S)$/i.exec(text.trim())
  return chord ? `Mod+${chord[1]?.toLowerCase()}` : text.trim()
}

/** The caps that a reader sees on the keyboard, each press a list of its own: `[['Ctrl', 'K']]`, `[['G'], ['A']]`. */
export function keyCaps(keys: Keys): string[][] {
  if (!isCharacters(keys)) return [keys.split('+').map(namedCap)]
  return keys.split(' ').map((key) => (isUpperCase(key) ? ['Shift', key] : [key.toUpperCase()]))
}

/** For `aria-keyshortcuts`, which knows no sequences: null for those. */
export function ariaKeys(keys: Keys): string | null {
  const caps = keyCaps(keys)
  return caps.length === 1 ? (caps[0] ?? []).map((cap) => ARIA_NAMES[cap] ?? cap).join('+') : null
}

const CAPS: Record<string, string> = { Mod: apple ? '⌘' : 'Ctrl', Escape: 'Esc' }
const ARIA_NAMES: Record<string, string> = { '⌘': 'Meta', Ctrl: 'Control', Esc: 'Escape' }

const namedCap = (name: string): string => CAPS[name] ?? (name.length === 1 ? name.toUpperCase() : name)

const isLetter = (key: string): boolean => key.length === 1 && key.toLowerCase() !== key.toUpperCase()

const isUpperCase = (key: string): boolean => key !== key.toLowerCase()

/** The typed character. On layouts without Latin letters: the letter on that key of a Latin layout. */
function character({ key, code, shiftKey }: KeyboardEvent): string {
  if (key.length !== 1) return key
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const typed = letter && !/[\p{Script=Latin}\p{P}\p{S}]/u.test(key) ? letter : key
  // Caps Lock is not Shift.
  if (typed.toLowerCase() === typed.toUpperCase()) return typed
  return shiftKey ? typed.toUpperCase() : typed.toLowerCase()
}
