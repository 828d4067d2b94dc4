import { computed, inject, Injectable, type Signal, signal } from '@angular/core'
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
  private readonly readAgain = new Set<(key: string | null) => void>()

  constructor() {
    this.storage.followTabs(({ key }) => {
      for (const read of this.readAgain) read(key)
    })
  }

  /** @param values those there are, the first of which holds until another is picked */
  of<T extends string>(key: string, values: readonly [T, ...T[]]): Choice<T> {
    const { value, keep } = this.text(key)
    return { value: computed(() => values.find((one) => one === value()) ?? values[0]), choose: keep }
  }

  text(key: string): Kept {
    const current = signal(this.storage.get(key))
    this.readAgain.add((changed) => {
      if (changed === key || changed === null) current.set(this.storage.get(key))
    })
    const keep = (value: string | null) => {
      current.set(value)
      if (value === null) this.storage.remove(key)
      else this.storage.set(key, value)
    }
    return { value: current.asReadonly(), keep }
  }
}
