import { afterNextRender, ChangeDetectionStrategy, Component, inject, type Type, ViewContainerRef } from '@angular/core'
import { Commands } from '../keyboard/commands.js'
import { fetchCode } from '../loading/fetch-code.js'
import { lazily } from '../loading/lazy.js'
import type { Palette } from './palette.js'
import type { ShortcutSheet } from './shortcut-sheet.js'

type Dialog = Type<Palette | ShortcutSheet>

const palette = async (): Promise<Dialog> => (await import('./palette.js')).Palette
const sheet = async (): Promise<Dialog> => (await import('./shortcut-sheet.js')).ShortcutSheet

/** The dialogs that keys open: the command palette and the list of shortcuts. */
@Component({ selector: 'app-keyboard-dialogs', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class KeyboardDialogs {
  private readonly container = inject(ViewContainerRef)
  private readonly loaded = new Map<() => Promise<Dialog>, Dialog>()
  private isLoading = false

  constructor() {
    inject(Commands).handle({
      palette: { run: () => this.open(palette) },
      shortcuts: { run: () => this.open(sheet) },
    })
    // Behind the first screen, so that it is there at once when it is called for. If this fails, it is loaded then.
    afterNextRender(() => void this.prepare(palette).catch(() => undefined))
  }

  private async prepare(load: () => Promise<Dialog>): Promise<void> {
    await fetchCode(load)
    this.loaded.set(load, await load())
  }

  private open(load: () => Promise<Dialog>): void {
    const type = this.loaded.get(load)
    if (type) this.show(type)
    else if (!this.isLoading) void this.loadAndShow(load)
  }

  private async loadAndShow(load: () => Promise<Dialog>): Promise<void> {
    this.isLoading = true
    try {
      const type = await lazily(load)
      this.loaded.set(load, type)
      this.show(type)
    } catch {
      // The code notice says so.
    } finally {
      this.isLoading = false
    }
  }

  /** Drawn and opened before the next key, which is meant for the dialog. */
  private show(type: Dialog): void {
    const dialog = this.container.createComponent(type)
    dialog.instance.closed.subscribe(() => dialog.destroy())
    dialog.changeDetectorRef.detectChanges()
    dialog.instance.show()
  }
}
