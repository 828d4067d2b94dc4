import { computed, inject, type Signal } from '@angular/core'
import { Router } from '@angular/router'
import { Language } from '../language/language.js'
import { LANGUAGES } from '../language/languages.js'
import { t } from '../language/later.js'
import { NotificationSettings, PAUSES } from '../notifications/notification-settings.js'
import { SETTINGS_PAGES } from '../settings/settings-pages.js'
import { Appearance, DENSITIES, THEMES } from '../theme/appearance.js'

/** A value of a setting, as one option of the palette. */
export interface SettingChoice {
  readonly words: string
  /** The current value. */
  readonly inUse: boolean
  readonly run: () => void
}

/** The pages of the settings, and values that can be set directly. Call it where `inject` may be called. */
export function settingChoices(): Signal<SettingChoice[]> {
  const router = inject(Router)
  const { theme, density } = inject(Appearance)
  const language = inject(Language)
  const notifications = inject(NotificationSettings)

  const pages = () =>
    SETTINGS_PAGES.map(({ path, title }) =>
      choice(t('account.settings'), t(title), false, () => void router.navigate(['/settings', path])),
    )
  const themes = () =>
    THEMES.map((name) => {
      const words = t(`settings.appearance.themes.${name}`)
      return choice(t('settings.appearance.theme'), words, theme.value() === name, () => theme.set(name))
    })
  const densities = () =>
    DENSITIES.map((name) => {
      const words = t(`settings.appearance.densities.${name}`)
      return choice(t('settings.appearance.density'), words, density.value() === name, () => density.set(name))
    })
  const languages = () =>
    [{ code: 'auto', name: t('settings.appearance.asBrowser') }, ...LANGUAGES].flatMap(({ code, name }) => {
      const inUse = language.chosen() === code
      return name ? [choice(t('settings.appearance.language'), name, inUse, () => language.choose(code))] : []
    })
  const pauses = () =>
    PAUSES.map((pause) => {
      const words = t(`notifications.pauses.${pause}`)
      return choice(t('notifications.pause'), words, false, () => notifications.pauseFor(pause))
    })
  return computed(() => [...pages(), ...themes(), ...densities(), ...languages(), ...pauses()])
}

const choice = (name: string, value: string, inUse: boolean, run: () => void): SettingChoice => ({
  words: t('palette.choice', { name, value }),
  inUse,
  run,
})
