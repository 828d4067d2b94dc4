import { ChangeDetectionStrategy, Component, inject, type Type, ViewContainerRef } from '@angular/core'
import { Commands } from '../keyboard/commands.js'
import { Palette } from './palette.js'
import { ShortcutSheet } from './shortcut-sheet.js'

/** The dialogs that keys open: the command palette and the list of shortcuts. */
@Component({ selector: 'app-keyboard-dialogs', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class KeyboardDialogs {
  private readonly container = inject(ViewContainerRef)

  constructor() {
    inject(Commands).handle({
      palette: { run: () => this.open(Palette) },
      shortcuts: { run: () => this.open(ShortcutSheet) },
    })
  }

  /** Drawn and opened before the next key, which is meant for the dialog. */
  private open(type: Type<Palette | ShortcutSheet>): void {
    const dialog = this.container.createComponent(type)
    dialog.instance.closed.subscribe(() => dialog.destroy())
    dialog.changeDetectorRef.detectChanges()
    dialog.instance.show()
  }
}
