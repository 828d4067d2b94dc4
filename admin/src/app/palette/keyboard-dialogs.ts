import { ApplicationRef, ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { Commands } from '../keyboard/commands.js'
import { Palette } from './palette.js'
import { ShortcutSheet } from './shortcut-sheet.js'

/** The palette and the sheet of keys: there before the next key, which is meant for them, whatever else is being drawn. */
@Component({
  selector: 'app-keyboard-dialogs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Palette, ShortcutSheet],
  template: `
    @switch (open()) {
      @case ('palette') {
        <app-palette (closed)="open.set(null)" />
      }
      @case ('sheet') {
        <app-shortcut-sheet (closed)="open.set(null)" />
      }
    }
  `,
})
export class KeyboardDialogs {
  private readonly app = inject(ApplicationRef)
  protected readonly open = signal<'palette' | 'sheet' | null>(null)

  constructor() {
    inject(Commands).handle({
      palette: { run: () => this.show('palette') },
      shortcuts: { run: () => this.show('sheet') },
    })
  }

  private show(dialog: 'palette' | 'sheet'): void {
    this.open.set(dialog)
    this.app.tick()
  }
}
