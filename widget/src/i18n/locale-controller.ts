import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { launcherEnglish, type Strings } from './strings.js'
import { languageOf, loadEnglish, wordsIn } from './languages.js'
import { resolveStrings } from './resolve.js'

/** The element, with the locale and the words that the page has set. */
export interface LocaleHost extends HTMLElement, ReactiveControllerHost {
  readonly locale: string | Intl.Locale | null
  readonly strings: Partial<Strings> | null | undefined
}

/** Speaks the host's language, and follows it when it changes. */
export class LocaleController implements ReactiveController {
  /** What it says: the page's own words, else those of its language, else the English ones. Another object when they change. */
  words: Strings = launcherEnglish as Strings
  /** Settled when the words of the language wanted are there. */
  ready: Promise<void> | undefined
  /** Undefined while it is fetched, and for English. */
  #translation: Strings | undefined
  #english: Strings | undefined
  #wanted = ''
  /** What `words` were made from. */
  #source: unknown
  #own: unknown
  readonly #observer = new MutationObserver(() => this.#host.requestUpdate())

  readonly #host: LocaleHost

  constructor(host: LocaleHost) {
    this.#host = host
  }

  /** The locale that goes with the words: English ones with dates of another language would be neither. */
  get language(): string {
    const wanted = this.#wanted
    return this.#translation || /^en\b/.test(wanted) || Object.keys(this.#host.strings ?? {}).length > 0 ? wanted : 'en'
  }

  /** Pages that change their language without a reload set `lang` on an ancestor, within shadow trees as well. */
  hostConnected(): void {
    for (let around: Node | undefined = this.#host; around; around = (around as ShadowRoot).host) {
      around = around.getRootNode()
      this.#observer.observe(around, { subtree: true, attributeFilter: ['lang'] })
    }
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  hostUpdate(): void {
    const { strings } = this.#host
    const wanted = languageOf(this.#host)
    if (wanted !== this.#wanted) this.ready = this.#translate((this.#wanted = wanted))
    const source = this.#translation ?? this.#english ?? launcherEnglish
    if (source === this.#source && strings === this.#own) return
    this.words = resolveStrings((this.#source = source) as Strings, (this.#own = strings))
  }

  /** Keeps the words on the screen until the new ones are here; falls back to English if they cannot be fetched. */
  #translate(wanted: string): Promise<void> {
    return new Promise((settled) => {
      const speak = async (translation?: Strings) => {
        if (!translation) this.#english ??= (await loadEnglish()).english
        if (wanted === this.#wanted) this.#translation = translation
        this.#host.requestUpdate()
        settled()
      }
      void wordsIn(wanted, () => void speak()).then(speak)
    })
  }
}
