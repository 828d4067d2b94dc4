import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { BrowserStorage } from '../storage/browser-storage.js'
import { COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'
import { isCharacters, type Keys } from './key-press.js'

const KEY = 'support-chat.keyboard'

interface Chosen {
  /** Nothing happens on characters alone. */
  readonly charactersOff: boolean
  /** What differs from the list of commands; null: no keys. */
  readonly keys: Partial<Record<CommandId, Keys | null>>
}

const AS_SHIPPED: Chosen = { charactersOff: false, keys: {} }

/** Why keys were not taken: they are no character, or cannot be told from those of another command. */
export type Refusal = { reason: 'not_characters' } | { reason: 'taken'; by: CommandId }

/** Which keys call which command, as this browser's reader wants it. */
@Injectable({ providedIn: 'root' })
export class KeyBindings {
  private readonly storage = inject(BrowserStorage)
  private readonly chosen = signal(parse(this.storage.get(KEY)))
  readonly charactersOff = computed(() => this.chosen().charactersOff)
  readonly changed = computed(() => Object.keys(this.chosen().keys).length > 0)

  constructor() {
    const follow = (event: StorageEvent) => {
      if (event.key === KEY || event.key === null) this.chosen.set(parse(event.newValue))
    }
    window.addEventListener('storage', follow)
    inject(DestroyRef).onDestroy(() => window.removeEventListener('storage', follow))
  }

  /** The keys that call it now; null while none do. */
  keysOf(id: CommandId): Keys | null {
    const keys = this.keptFor(id)
    return keys !== null && isCharacters(keys) && this.charactersOff() ? null : keys
  }

  /** The keys that are kept for it, whether or not characters are switched off. */
  keptFor(id: CommandId): Keys | null {
    const own = this.chosen().keys[id]
    return own === undefined ? (commandEntry(id).keys ?? null) : own
  }

  setCharactersOff(charactersOff: boolean): void {
    this.keep({ ...this.chosen(), charactersOff })
  }

  /** Gives a command other keys, or with null none. Nothing changes where a refusal is returned. */
  choose(id: CommandId, keys: Keys | null): Refusal | null {
    if (keys !== null) {
      if (!isCharacters(keys)) return { reason: 'not_characters' }
      const by = COMMAND_IDS.find((other) => other !== id && collide(this.keptFor(other), keys))
      if (by) return { reason: 'taken', by }
    }
    const { [id]: _, ...others } = this.chosen().keys
    const isShipped = keys === (commandEntry(id).keys ?? null)
    this.keep({ ...this.chosen(), keys: isShipped ? others : { ...others, [id]: keys } })
    return null
  }

  /** All commands have the keys again that they came with. */
  reset(): void {
    this.keep({ ...this.chosen(), keys: {} })
  }

  private keep(chosen: Chosen): void {
    this.chosen.set(chosen)
    this.storage.set(KEY, JSON.stringify(chosen))
  }
}

/** The same, or one begins as the other: after `g` nobody could tell `g` from `g a`. */
export const collide = (a: Keys | null, b: Keys): boolean =>
  a !== null && (a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `))

/** Reads what the browser kept; whatever of it makes no sense is as shipped. */
function parse(text: string | null): Chosen {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Chosen> | null
    const keys = Object.entries(kept?.keys ?? {}).filter(
      ([id, value]) =>
        COMMAND_IDS.includes(id as CommandId) && (value === null || (typeof value === 'string' && isCharacters(value))),
    )
    return { charactersOff: kept?.charactersOff === true, keys: Object.fromEntries(keys) }
  } catch {
    return AS_SHIPPED
  }
}
