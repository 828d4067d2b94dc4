/** A set of callbacks. One that throws does not keep a value from the others. */
export interface Listeners<T> {
  /** @returns a function that stops listening. */
  add(listener: (value: T) => void): () => void
  emit(value: T): void
  clear(): void
}

export function createListeners<T>(): Listeners<T> {
  const all = new Set<(value: T) => void>()
  return {
    add(listener) {
      const own = (value: T) => listener(value)
      all.add(own)
      return () => all.delete(own)
    },
    emit(value) {
      for (const listener of all) {
        try {
          listener(value)
        } catch (error) {
          // A view that throws must not keep messages from the others; the page's own error reporting hears of it.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
    clear: () => all.clear(),
  }
}
