import { effect, type Signal, signal, type Type } from '@angular/core'
import { lazily } from '../loading/lazy.js'

/**
 * A component whose code is loaded once it is wanted; null until then. What fails to load is said by the code notice, and
 * loaded again when it is next wanted. Call it where `inject` may be called.
 * @param load with the `import()` in itself
 */
export function lazyComponent<T>(wanted: () => boolean, load: () => Promise<Type<T>>): Signal<Type<T> | null> {
  const type = signal<Type<T> | null>(null)
  effect(() => {
    if (!wanted() || type()) return
    lazily(load).then(
      (loaded) => type.set(loaded),
      () => undefined,
    )
  })
  return type.asReadonly()
}
