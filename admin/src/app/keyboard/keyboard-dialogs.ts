import { Component, inject, signal } from '@angular/core'
import { Commands } from './commands.js'
import { Palette } from './palette.js'
import { ShortcutSheet } from './shortcut-sheet.js'

/** The palette and the sheet of keys, each loaded when it is first called for. */
@Component({
  selector: 'app-keyboard-dialogs',
  imports: [Palette, ShortcutSheet],
  template: `
    @switch (open()) {
      @case ('palette') {
        @defer (on immediate) {
          <app-palette (closed)="open.set(null)" />
        }
      }
      @case ('sheet') {
        @defer (on immediate) {
          <app-shortcut-sheet (closed)="open.set(null)" />
        }
      }
    }
  `,
})
export class KeyboardDialogs {
  protected readonly open = signal<'palette' | 'sheet' | null>(null)

  constructor() {
    inject(Commands).handle({
      palette: { run: () => this.open.set('palette') },
      shortcuts: { run: () => this.open.set('sheet') },
    })
  }
}
