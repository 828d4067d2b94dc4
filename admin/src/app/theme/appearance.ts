import { effect, inject, Injectable } from '@angular/core'
import { type Preference, Preferences } from '../storage/preferences.js'

export const THEMES = ['auto', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]
export const DENSITIES = ['comfortable', 'dense'] as const

/** Theme and density in this browser, for style sheets: `data-theme` and `data-density` of the html element. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  private readonly preferences = inject(Preferences)
  /** `auto`: as the system. */
  readonly theme = this.onPage('theme', THEMES)
  readonly density = this.onPage('density', DENSITIES)

  private onPage<T extends string>(name: string, values: readonly [T, ...T[]]): Preference<T> {
    const preference = this.preferences.oneOf(`support-chat.${name}`, values)
    effect(() => document.documentElement.setAttribute(`data-${name}`, preference.value()))
    return preference
  }
}
