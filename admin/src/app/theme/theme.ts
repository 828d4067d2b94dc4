import { effect, inject, Injectable } from '@angular/core'
import { Choices } from '../storage/choices.js'

export const THEMES = ['auto', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]

/** Light, dark, or what the system says. `styles.css` reads the attribute. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly choice = inject(Choices).of('support-chat.theme', THEMES)
  readonly name = this.choice.value

  constructor() {
    effect(() => document.documentElement.setAttribute('data-theme', this.name()))
  }

  choose(name: ThemeName): void {
    this.choice.choose(name)
  }
}
