import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core'
import { Icon } from '../icon/icon.js'
import { t } from '../language/words.js'
import { COMMAND_GROUPS, COMMAND_IDS, commandEntry, type CommandId } from './command-list.js'
import { KeyBindings } from './key-bindings.js'
import { KeyCaps } from './key-caps.js'
import { isCharacters, keyCaps } from './key-press.js'
import { Modal } from './modal.js'

/** All keys, by group; and where a reader changes them or switches those of single characters off. */
@Component({
  selector: 'app-shortcut-sheet',
  imports: [Icon, KeyCaps, Modal],
  templateUrl: './shortcut-sheet.html',
  styleUrls: ['./dialog.css', './shortcut-sheet.css'],
})
export class ShortcutSheet {
  protected readonly t = t
  protected readonly bindings = inject(KeyBindings)
  readonly change = input(false)
  readonly closed = output()

  protected readonly modKey = keyCaps('Mod+k')[0]?.[0] ?? ''
  protected readonly changing = linkedSignal(() => this.change())
  /** Why the last keys were not taken, and whose they were to be. */
  protected readonly refusal = signal<{ id: CommandId; words: string } | null>(null)
  protected readonly groups = computed(() =>
    COMMAND_GROUPS.map((group) => ({ group, ids: COMMAND_IDS.filter((id) => this.isShown(id, group)) })),
  )

  protected commandWords(id: CommandId): string {
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
    const refused = this.bindings.choose(id, keys === '' ? null : keys)
    this.refusal.set(refused && { id, words: this.refusalWords(keys, refused.reason === 'taken' ? refused.by : null) })
  }

  protected reset(): void {
    this.bindings.reset()
    this.refusal.set(null)
  }

  private isShown(id: CommandId, group: string): boolean {
    return commandEntry(id).group === group && (this.changing() || this.bindings.keptFor(id) !== null)
  }

  private refusalWords(keys: string, by: CommandId | null): string {
    return by ? t('keyboard.taken', { keys, command: this.commandWords(by) }) : t('keyboard.notCharacters', { keys })
  }
}
