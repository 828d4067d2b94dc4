import { Component, inject, signal } from '@angular/core'
import { Commands } from './commands.js'
import { Palette } from './palette.js'
import { ShortcutSheet } from './shortcut-sheet.js'

/**
 * The palette and the sheet of keys, each fetched when the browser has time for it. Called for sooner, it is waited for:
 * what is typed meanwhile is meant for it and is no command.
 */
@Component({
  selector: 'app-keyboard-dialogs',
  imports: [Palette, ShortcutSheet],
  template: `
    @defer (when open() === 'palette'; prefetch on idle) {
      @if (open() === 'palette') {
        <app-palette (closed)="open.set(null)" />
      }
    } @placeholder {
      <div [attr.aria-modal]="open() === 'palette'" hidden></div>
    }
    @defer (when open() === 'sheet'; prefetch on idle) {
      @if (open() === 'sheet') {
        <app-shortcut-sheet (closed)="open.set(null)" />
      }
    } @placeholder {
      <div [attr.aria-modal]="open() === 'sheet'" hidden></div>
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
