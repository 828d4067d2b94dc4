import { DestroyRef, inject, Injectable } from '@angular/core'
import { COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'
import { Commands } from './commands.js'
import { FocusRecovery } from '../ui/focus-recovery.js'
import { KeyBindings } from './key-bindings.js'
import { isCharacters, type Keys, pressed } from './key-press.js'

/** How long the second key of a sequence is waited for. */
const SEQUENCE_MS = 1500

/** Keys that do nothing by themselves. */
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead'])

const TYPING = 'textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"]'
const NOT_TYPED_INTO = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'])

/** Widgets with keys of their own: letters jump to an entry. */
const OWN_KEYS = '[role="menu"], [role="listbox"], [role="combobox"]'
const MODAL = 'dialog[open]'

/** Runs commands by key. Single characters do nothing in text fields, and no key does anything while a dialog is open. */
@Injectable({ providedIn: 'root' })
export class Keyboard {
  private readonly focusRecovery = inject(FocusRecovery)
  private readonly commands = inject(Commands)
  private readonly bindings = inject(KeyBindings)
  private begun: { keys: Keys; at: number } | null = null

  constructor() {
    const listener = (event: KeyboardEvent) => this.runCommand(event)
    document.addEventListener('keydown', keepFromPage, { capture: true })
    document.addEventListener('keydown', listener)
    inject(DestroyRef).onDestroy(() => {
      document.removeEventListener('keydown', keepFromPage, { capture: true })
      document.removeEventListener('keydown', listener)
    })
  }

  private runCommand(event: KeyboardEvent): void {
    if (event.defaultPrevented || MODIFIERS.has(event.key)) return
    const press = pressed(event)
    const begun = this.begun && event.timeStamp - this.begun.at < SEQUENCE_MS ? this.begun.keys : null
    this.begun = null
    if (press === null || !this.isMeant(event, press)) return

    // What was pressed last may just have taken the focused element away.
    this.focusRecovery.restore()
    const keys = begun === null ? press : `${begun} ${press}`
    const id = this.commandFor(keys) ?? this.commandFor(press)
    if (id) {
      event.preventDefault()
      if (!event.repeat || commandEntry(id).repeats) this.commands.run(id, event.repeat)
    } else if (this.beginsSequence(press)) {
      this.begun = { keys: press, at: event.timeStamp }
    }
  }

  private isMeant(event: KeyboardEvent, press: Keys): boolean {
    if (document.querySelector(MODAL)) return false
    const target = event.target instanceof Element ? event.target : null
    return !isCharacters(press) || !(target && (isTypedInto(target) || target.closest(OWN_KEYS)))
  }

  private commandFor(keys: Keys): CommandId | undefined {
    const meant = COMMAND_IDS.filter((id) => this.bindings.keysOf(id) === keys && this.commands.isAvailable(id))
    return meant.find((id) => commandEntry(id).overrides) ?? meant[0]
  }

  private beginsSequence(press: Keys): boolean {
    return COMMAND_IDS.some((id) => this.bindings.keysOf(id)?.startsWith(`${press} `) && this.commands.isAvailable(id))
  }
}

const isTypedInto = (target: Element): boolean =>
  target instanceof HTMLInputElement ? !NOT_TYPED_INTO.has(target.type) : target.closest(TYPING) !== null

/**
 * Keys that an input method uses (IME) are hidden from the page: Enter takes its suggestion, Escape drops it. Safari ends
 * the composition before the keydown that ended it, whose key code is 229 then.
 */
function keepFromPage(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation()
}
