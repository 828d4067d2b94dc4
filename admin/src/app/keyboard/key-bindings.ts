import { computed, inject, Injectable } from '@angular/core'
import { Preferences } from '../storage/preferences.js'
import { COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'
import { ariaKeys, isBrowsers, isCharacters, isForCommands, type Keys } from './key-press.js'

const KEY = 'support-chat.keyboard'

interface Chosen {
  /** Keys without ⌘ or Ctrl do nothing. */
  readonly charactersOff: boolean
  /** Only what differs from the defaults; null: no keys. */
  readonly keys: Partial<Record<CommandId, Keys | null>>
}

const AS_SHIPPED: Chosen = { charactersOff: false, keys: {} }

/** Why keys were refused: not usable, reserved by the browser, or in conflict with those of another command. */
export type Refusal = { reason: 'not_keys' } | { reason: 'browser' } | { reason: 'taken'; by: CommandId }

/** Which keys run which command: the defaults and what the reader has changed in this browser. */
@Injectable({ providedIn: 'root' })
export class KeyBindings {
  private readonly stored = inject(Preferences).text(KEY)
  private readonly chosen = computed(() => parse(this.stored.value()))
  readonly charactersOff = computed(() => this.chosen().charactersOff)
  readonly changed = computed(() => Object.keys(this.chosen().keys).length > 0)

  /** The keys that run it now; null for none. */
  keysOf(id: CommandId): Keys | null {
    const keys = this.keptFor(id)
    return keys !== null && isCharacters(keys) && this.charactersOff() ? null : keys
  }

  /** The same for `aria-keyshortcuts`. */
  ariaKeysOf(id: CommandId): string | null {
    const keys = this.keysOf(id)
    return keys && ariaKeys(keys)
  }

  /** The keys assigned to it, whether or not single characters are switched off. */
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
      if (isBrowsers(keys)) return { reason: 'browser' }
      if (!isForCommands(keys)) return { reason: 'not_keys' }
      const [by] = this.holders(id, keys)
      if (by) return { reason: 'taken', by }
    }
    const { [id]: _, ...others } = this.chosen().keys
    const isShipped = keys === (commandEntry(id).keys ?? null)
    this.keep({ ...this.chosen(), keys: isShipped ? others : { ...others, [id]: keys } })
    return null
  }

  /** Assigns keys that other commands may have, and takes them away from those. */
  takeOver(id: CommandId, keys: Keys): void {
    for (const holder of this.holders(id, keys)) this.choose(holder, null)
    this.choose(id, keys)
  }

  /** Restores the defaults. */
  reset(): void {
    this.keep({ ...this.chosen(), keys: {} })
  }

  /** The other commands whose keys conflict with these. */
  private holders(id: CommandId, keys: Keys): CommandId[] {
    return COMMAND_IDS.filter((other) => other !== id && !share(other, id) && collide(this.keptFor(other), keys))
  }

  private keep(chosen: Chosen): void {
    this.stored.set(JSON.stringify(chosen))
  }
}

/** Whether two commands may have the same keys. */
const share = (a: CommandId, b: CommandId): boolean =>
  commandEntry(a).overrides === true || commandEntry(b).overrides === true

/** Equal, or one is the beginning of the other: after `g` nobody could tell `g` from `g a`. */
export const collide = (a: Keys | null, b: Keys): boolean =>
  a !== null && (a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `))

/** Reads the stored bindings; whatever is invalid falls back to the default. */
function parse(text: string | null): Chosen {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Chosen> | null
    const keys = Object.entries(kept?.keys ?? {}).filter(
      ([id, value]) =>
        COMMAND_IDS.includes(id as CommandId) &&
        (value === null || (typeof value === 'string' && isForCommands(value))),
    )
    return { charactersOff: kept?.charactersOff === true, keys: Object.fromEntries(keys) }
  } catch {
    return AS_SHIPPED
  }
}
