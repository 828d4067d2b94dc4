import { Component, inject, signal } from '@angular/core'
import { COMMAND_GROUPS, COMMAND_IDS, commandEntry, type CommandId } from '../keyboard/command-list.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { isCharacters, keyCaps, type Keys } from '../keyboard/key-press.js'
import { t } from '../language/words.js'

/** Keys that were not taken, and the command that has them; null where they can be no command's. */
interface Refused {
  readonly id: CommandId
  readonly keys: Keys
  readonly by: CommandId | null
}

/** Which keys do what in this browser. Each change holds at once; there is nothing to save. */
@Component({
  selector: 'app-keyboard-page',
  imports: [KeyCaps],
  templateUrl: './keyboard-page.html',
  styleUrls: ['./page.css', '../keyboard/command-rows.css', './keyboard-page.css'],
})
export class KeyboardPage {
  protected readonly t = t
  protected readonly bindings = inject(KeyBindings)
  protected readonly modKey = keyCaps('Mod+k')[0]?.[0] ?? ''
  protected readonly refused = signal<Refused | null>(null)
  protected readonly groups = COMMAND_GROUPS.map((group) => ({
    group,
    ids: COMMAND_IDS.filter((id) => commandEntry(id).group === group),
  }))

  protected words(id: CommandId): string {
    return t(`commands.${id}`)
  }

  /** Keys with ⌘ or Ctrl, and Escape, stay as they are: nobody presses them by accident. */
  protected canChange(id: CommandId): boolean {
    const { keys } = commandEntry(id)
    return keys === undefined || isCharacters(keys)
  }

  /** What was refused stays in the field, to be put right. */
  protected choose(id: CommandId, text: string): void {
    const keys = text.trim()
    const refusal = this.bindings.choose(id, keys === '' ? null : keys)
    this.refused.set(refusal && { id, keys, by: refusal.reason === 'taken' ? refusal.by : null })
  }

  protected takeOver({ id, keys }: Refused): void {
    this.bindings.takeOver(id, keys)
    this.refused.set(null)
  }

  protected reset(): void {
    this.bindings.reset()
    this.refused.set(null)
  }

  protected refusal({ keys, by }: Refused): string {
    return by ? t('keyboard.taken', { keys, command: this.words(by) }) : t('keyboard.notCharacters', { keys })
  }
}
