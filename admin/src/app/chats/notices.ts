import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'

/** How long an undo is offered. */
const NOTICE_MS = 10_000

/** Something that was done, and can be undone. */
export interface Done {
  words(): string
  undo(): Promise<void>
  /** What both come to, where they are of one kind; null where nothing is left to undo, undefined where they stay two. */
  with?(later: Done): Done | null | undefined
}

/** Something that failed. */
export interface Failed {
  words(): string
  /** Left out where another try would fail alike. */
  tryAgain?(): Promise<void>
}

/** What was done last, with an undo for each step back, and what failed. Both go by themselves. */
@Injectable()
export class Notices {
  private readonly done = signal<readonly Done[]>([])
  private readonly failure = signal<Failed | null>(null)
  private timer: ReturnType<typeof setTimeout> | undefined

  readonly failed = this.failure.asReadonly()
  /** What failed or, where nothing has, what can be undone next; null for neither. */
  readonly words = computed(() => (this.failure() ?? this.done().at(-1))?.words() ?? null)
  readonly canUndo = computed(() => this.done().length > 0)

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer))
  }

  /** Offers to undo something: together with what was done before, where both are of one kind. */
  add(done: Done): void {
    const earlier = this.done().at(-1)
    const both = earlier?.with?.(done)
    this.done.update((steps) =>
      both === undefined ? [...steps, done] : [...steps.slice(0, -1), ...(both ? [both] : [])],
    )
    this.release()
  }

  /** Says what failed; with null, that nothing has. */
  fail(failed: Failed | null): void {
    this.failure.set(failed)
    this.release()
  }

  async undo(): Promise<void> {
    const last = this.done().at(-1)
    this.done.update((steps) => steps.slice(0, -1))
    this.fail(null)
    await last?.undo()
  }

  /** Repeats what failed. */
  async tryAgain(): Promise<void> {
    const failed = this.failure()
    this.failure.set(null)
    await failed?.tryAgain?.()
  }

  /** Hides the notice. */
  dismiss(): void {
    if (this.failure()) this.failure.set(null)
    else this.done.set([])
    this.release()
  }

  /** Keeps the notice while the pointer or the keyboard is on it. */
  hold(): void {
    clearTimeout(this.timer)
  }

  release(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.failure.set(null)
      this.done.set([])
    }, NOTICE_MS)
  }
}
