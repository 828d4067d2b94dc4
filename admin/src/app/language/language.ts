import { computed, effect, inject, Injectable } from '@angular/core'
import { lazily } from '../loading/lazy.js'
import { Preferences } from '../storage/preferences.js'
import { ENGLISH, type LanguageInfo, LANGUAGES, pickLanguage, pickLocale } from './languages.js'
import { locale } from './locale.js'
import { showTexts } from './words.js'

/** The language on the screen: what the reader chose in this browser, else what the browser asks for. */
@Injectable({ providedIn: 'root' })
export class Language {
  private readonly preference = inject(Preferences).oneOf('support-chat.language', [
    'auto',
    ...LANGUAGES.map(({ code }) => code),
  ])
  private readonly wanted = computed(() => pickLanguage(this.preference.value(), navigator.languages))
  private requested = this.wanted()

  /** `auto`, or the code of a language. */
  readonly chosen = this.preference.value
  /** Settles once the page has texts. */
  readonly ready = this.load(this.requested)

  constructor() {
    effect(() => {
      const wanted = this.wanted()
      if (wanted === this.requested) return
      this.requested = wanted
      void this.load(wanted)
    })
  }

  choose(code: string): void {
    this.preference.set(code)
  }

  /** Changes the page once the texts have come, unless another language was chosen meanwhile. */
  private async load(wanted: LanguageInfo): Promise<void> {
    const texts = await lazily(wanted.load).catch(() => null)
    if (wanted !== this.requested) return
    // Where they cannot be had, English stands in.
    const language = texts ? wanted : ENGLISH
    showTexts((texts ?? (await ENGLISH.load())).default)
    locale.set(pickLocale(language, navigator.languages))
    document.documentElement.lang = language.code
    document.documentElement.dir = language.direction
  }
}
