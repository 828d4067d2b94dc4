import { effect, inject, Injectable } from '@angular/core'
import { type Preference, Preferences } from '../storage/preferences.js'

export const THEMES = ['auto', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]
export const DENSITIES = ['comfortable', 'dense'] as const

/** How the console looks in this browser. Style sheets read it off the page: `data-theme`, `data-density`. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly preferences = inject(Preferences)
  /** Light, dark, or what the system says. */
  readonly theme = this.onPage('theme', THEMES)
  /** How much room things take. */
  readonly density = this.onPage('density', DENSITIES)

  private onPage<T extends string>(name: string, values: readonly [T, ...T[]]): Preference<T> {
    const preference = this.preferences.oneOf(`support-chat.${name}`, values)
    effect(() => document.documentElement.setAttribute(`data-${name}`, preference.value()))
    return preference
  }
}
