import { DestroyRef, inject, Injectable, type Signal, signal } from '@angular/core'
import { BrowserStorage } from './browser-storage.js'

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
    const follow = ({ key }: StorageEvent) => {
      for (const read of this.readAgain) read(key)
    }
    window.addEventListener('storage', follow)
    inject(DestroyRef).onDestroy(() => window.removeEventListener('storage', follow))
  }

  /** @param values those there are, the first of which holds until another is picked */
  of<T extends string>(key: string, values: readonly [T, ...T[]]): Choice<T> {
    const read = () => values.find((value) => value === this.storage.get(key)) ?? values[0]
    const current = signal(read())
    this.readAgain.add((changed) => {
      if (changed === key || changed === null) current.set(read())
    })
    return {
      value: current.asReadonly(),
      choose: (value) => {
        current.set(value)
        this.storage.set(key, value)
      },
    }
  }
}
