import { effect, inject, Injectable, signal } from '@angular/core'
import { BrowserStorage } from '../storage/browser-storage.js'

export const THEMES = ['auto', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]

const KEY = 'support-chat.theme'

/** Light, dark, or what the system says. `styles.css` reads the attribute. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly storage = inject(BrowserStorage)
  readonly name = signal<ThemeName>(THEMES.find((theme) => theme === this.storage.get(KEY)) ?? 'auto')

  constructor() {
    effect(() => document.documentElement.setAttribute('data-theme', this.name()))
  }

  choose(name: ThemeName): void {
    this.name.set(name)
    this.storage.set(KEY, name)
  }
}
