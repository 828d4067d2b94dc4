import { DestroyRef, inject, Injectable } from '@angular/core'

/** Local storage. Where the browser refuses it (private mode, full disk), values live as long as the page. */
@Injectable({ providedIn: 'root' })
export class BrowserStorage {
  private readonly memory = new Map<string, string>()
  /** Whether values survive a reload. */
  readonly lasts = canStore()

  get(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? this.memory.get(key) ?? null
    } catch {
      return this.memory.get(key) ?? null
    }
  }

  /** All keys with this prefix. */
  keys(prefix: string): string[] {
    const all = new Set([...this.memory.keys(), ...storedKeys()])
    return [...all].filter((key) => key.startsWith(prefix))
  }

  /**
   * Calls the listener when another tab changes a value, as long as the caller lives; a key of null means that everything
   * was cleared. Call it where `inject` may be called.
   */
  followTabs(listener: (event: StorageEvent) => void): void {
    window.addEventListener('storage', listener)
    inject(DestroyRef).onDestroy(() => window.removeEventListener('storage', listener))
  }

  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value)
      this.memory.delete(key)
    } catch {
      this.memory.set(key, value)
    }
  }

  remove(key: string): void {
    this.memory.delete(key)
    try {
      localStorage.removeItem(key)
    } catch {
      // Nothing was stored there.
    }
  }
}

function canStore(): boolean {
  const key = 'support-chat.probe'
  try {
    localStorage.setItem(key, '')
    localStorage.removeItem(key)
    return true
  } catch {
    return false
  }
}

function storedKeys(): string[] {
  try {
    return Object.keys(localStorage)
  } catch {
    return []
  }
}
