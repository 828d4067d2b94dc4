import { computed, effect, inject, Injectable } from '@angular/core'
import { TranslocoService } from '@jsverse/transloco'
import { firstValueFrom } from 'rxjs'
import { Preferences } from '../storage/preferences.js'
import { ENGLISH, type LanguageInfo, LANGUAGES, pickLanguage, pickLocale } from './languages.js'
import { locale } from './locale.js'

/** The language on the screen: what the reader chose in this browser, else what the browser asks for. */
@Injectable({ providedIn: 'root' })
export class Language {
  private readonly transloco = inject(TranslocoService)
  private readonly preference = inject(Preferences).oneOf('support-chat.language', [
    'auto',
    ...LANGUAGES.map(({ code }) => code),
  ])
  private readonly wanted = computed(() => pickLanguage(this.preference.value(), navigator.languages))

  /** `auto`, or the code of a language. */
  readonly chosen = this.preference.value
  /** Settles once the page has words. */
  readonly ready = this.show(this.wanted())

  constructor() {
    effect(() => void this.show(this.wanted()))
  }

  choose(code: string): void {
    this.preference.set(code)
  }

  /** Changes the page once the words have come. Where they cannot be had, English stands in. */
  private async show(wanted: LanguageInfo): Promise<void> {
    await firstValueFrom(this.transloco.load(wanted.code), { defaultValue: {} })
    if (wanted !== this.wanted()) return
    const language = 'app.title' in this.transloco.getTranslation(wanted.code) ? wanted : ENGLISH
    this.transloco.setActiveLang(language.code)
    locale.set(pickLocale(language, navigator.languages))
    document.documentElement.lang = language.code
    document.documentElement.dir = language.direction
  }
}
