import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { COMMAND_GROUPS, COMMAND_IDS, commandEntry, type CommandId } from '../keyboard/command-list.js'
import { KeyBindings, type Refusal } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { isChord, isForCommands, keyCaps, type Keys, keyText, pressed, readKeys } from '../keyboard/key-press.js'
import { t } from '../language/later.js'

/** Editing keys keep their meaning in a text field. */
const EDITING = /^Mod\+[acvxyz]$/

/** Keys that were refused, for which command, and why. */
interface Refused {
  readonly id: CommandId
  readonly keys: Keys
  readonly why: Refusal
}

/** The key bindings of this browser. Changes apply at once; there is nothing to save. */
@Component({
  selector: 'app-keyboard-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [KeyCaps],
  templateUrl: './keyboard-page.html',
  styleUrls: ['../ui/page.css', '../keyboard/command-rows.css', './keyboard-page.css'],
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

  /** Escape is fixed: it leads back in every program. */
  protected canChange(id: CommandId): boolean {
    const { keys } = commandEntry(id)
    return keys === undefined || isForCommands(keys)
  }

  protected text(keys: Keys | null): string {
    return keys === null ? '' : keyText(keys)
  }

  /** Keys with ⌘ or Ctrl cannot be typed, so pressing them assigns them. */
  protected press(id: CommandId, event: KeyboardEvent): void {
    const keys = pressed(event)
    if (keys === null || !isChord(keys) || EDITING.test(keys)) return
    event.preventDefault()
    this.choose(id, keys)
  }

  /** Refused keys stay in the field, to be corrected. */
  protected choose(id: CommandId, text: string): void {
    const keys = readKeys(text)
    const why = this.bindings.choose(id, keys === '' ? null : keys)
    this.refused.set(why && { id, keys, why })
  }

  protected takeOver({ id, keys }: Refused): void {
    this.bindings.takeOver(id, keys)
    this.refused.set(null)
  }

  protected reset(): void {
    this.bindings.reset()
    this.refused.set(null)
  }

  protected refusal({ keys, why }: Refused): string {
    if (why.reason === 'taken') return t('keyboard.taken', { keys: keyText(keys), command: this.words(why.by) })
    if (why.reason === 'browser') return t('keyboard.browsers', { keys: keyText(keys) })
    return t('keyboard.notKeys', { keys, key: this.modKey })
  }
}
