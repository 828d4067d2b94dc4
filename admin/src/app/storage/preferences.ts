import { computed, inject, Injectable, type Signal, signal, type WritableSignal } from '@angular/core'
import { BrowserStorage } from './browser-storage.js'

/** A text in the browser's storage. */
export interface StoredValue {
  readonly value: Signal<string | null>
  readonly set: (value: string | null) => void
}

/** A setting with a few possible values. */
export interface Preference<T extends string> {
  readonly value: Signal<T>
  readonly set: (value: T) => void
}

/** The reader's preferences in this browser: they survive a reload, and a change shows in all tabs at once. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  private readonly storage = inject(BrowserStorage)
  /** One signal per key, however many ask for it: read once, and again when another tab changes it. */
  private readonly values = new Map<string, WritableSignal<string | null>>()

  constructor() {
    this.storage.followTabs(({ key }) => {
      for (const [own, value] of this.values) if (key === own || key === null) value.set(this.storage.get(own))
    })
  }

  /** @param values the possible ones; the first is the default */
  oneOf<T extends string>(key: string, values: readonly [T, ...T[]]): Preference<T> {
    const { value, set } = this.text(key)
    return { value: computed(() => values.find((one) => one === value()) ?? values[0]), set }
  }

  text(key: string): StoredValue {
    const current = this.values.get(key) ?? signal(this.storage.get(key))
    this.values.set(key, current)
    const set = (value: string | null) => {
      current.set(value)
      if (value === null) this.storage.remove(key)
      else this.storage.set(key, value)
    }
    return { value: current.asReadonly(), set }
  }
}
