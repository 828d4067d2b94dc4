import { ChangeDetectionStrategy, Component, computed, inject, output, viewChild } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Icon } from '../ui/icon.js'
import { t } from '../language/later.js'
import { COMMAND_GROUPS, COMMAND_IDS, commandEntry, type CommandId } from '../keyboard/command-list.js'
import { KeyBindings } from '../keyboard/key-bindings.js'
import { KeyCaps } from '../keyboard/key-caps.js'
import { Modal } from '../ui/modal.js'

/** All shortcuts as they are set now, by group. */
@Component({
  selector: 'app-shortcut-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, KeyCaps, Modal, RouterLink],
  templateUrl: './shortcut-sheet.html',
  styleUrls: ['../ui/dialog.css', '../keyboard/command-rows.css', './shortcut-sheet.css'],
})
export class ShortcutSheet {
  protected readonly t = t
  protected readonly bindings = inject(KeyBindings)
  private readonly modal = viewChild.required(Modal)
  readonly closed = output()

  protected readonly groups = computed(() =>
    COMMAND_GROUPS.map((group) => ({ group, ids: COMMAND_IDS.filter((id) => this.isShown(id, group)) })),
  )

  show(): void {
    this.modal().show()
  }

  protected commandWords(id: CommandId): string {
    return t(`commands.${id}`)
  }

  private isShown(id: CommandId, group: string): boolean {
    return commandEntry(id).group === group && this.bindings.keptFor(id) !== null
  }
}
