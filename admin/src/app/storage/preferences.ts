import { computed, inject, Injectable, type Signal, signal, type WritableSignal } from '@angular/core'
import { BrowserStorage } from './browser-storage.js'

/** A text that is kept. */
export interface Kept {
  readonly value: Signal<string | null>
  keep(value: string | null): void
}

/** One of a few values that the reader has picked. */
export interface Choice<T extends string> {
  readonly value: Signal<T>
  choose(value: T): void
}

/** What the reader has picked in this browser: kept over reloads, and the same in all its tabs at once. */
@Injectable({ providedIn: 'root' })
export class Choices {
  private readonly storage = inject(BrowserStorage)
  /** One for each key, however many ask for it: read once, and again when another tab changes it. */
  private readonly kept = new Map<string, WritableSignal<string | null>>()

  constructor() {
    this.storage.followTabs(({ key }) => {
      for (const [own, value] of this.kept) if (key === own || key === null) value.set(this.storage.get(own))
    })
  }

  /** @param values those there are, the first of which holds until another is picked */
  of<T extends string>(key: string, values: readonly [T, ...T[]]): Choice<T> {
    const { value, keep } = this.text(key)
    return { value: computed(() => values.find((one) => one === value()) ?? values[0]), choose: keep }
  }

  text(key: string): Kept {
    const current = this.kept.get(key) ?? signal(this.storage.get(key))
    this.kept.set(key, current)
    const keep = (value: string | null) => {
      current.set(value)
      if (value === null) this.storage.remove(key)
      else this.storage.set(key, value)
    }
    return { value: current.asReadonly(), keep }
  }
}
