import { afterNextRender, DestroyRef, type ElementRef, inject, type Signal, signal } from '@angular/core'

/** The height of an element in pixels, as it changes; null until it is measured. Call it where `inject` may be called. */
export function heightOf(element: () => ElementRef<HTMLElement>): Signal<number | null> {
  const height = signal<number | null>(null)
  const observer = new ResizeObserver(([entry]) => {
    if (entry?.contentRect.height) height.set(entry.contentRect.height)
  })
  afterNextRender(() => observer.observe(element().nativeElement))
  inject(DestroyRef).onDestroy(() => observer.disconnect())
  return height
}
