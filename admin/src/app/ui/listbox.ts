import {
  afterRenderEffect,
  computed,
  Directive,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  type WritableSignal,
} from '@angular/core'

/**
 * Which option of a listbox is active while the focus stays in a text field (`aria-activedescendant`). It is derived from
 * the options as they are now: CDK's ActiveDescendantKeyManager keeps an index that is put right once they have been
 * drawn, and a quick Enter would choose another option than the one that the text now stands for.
 */
export class ActiveOption<T> {
  private readonly index: WritableSignal<number>
  readonly active = computed(() => this.options()[this.current()])

  /** @param text what is typed: when it changes, the first option is active again */
  constructor(
    private readonly options: () => readonly T[],
    text: () => string,
  ) {
    this.index = linkedSignal({ source: text, computation: () => 0 })
  }

  /** Goes on with an arrow key, from the last option to the first. @returns whether it was one */
  move(key: string): boolean {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    const count = this.options().length
    if (step !== 0 && count > 0) this.index.set((this.current() + step + count) % count)
    return step !== 0
  }

  private current(): number {
    return Math.min(this.index(), this.options().length - 1)
  }
}

/** An option of such a listbox, with whether it is active. Keys are pressed in the field; the mouse leaves the focus there. */
@Directive({
  selector: '[appOption]',
  host: {
    role: 'option',
    class: 'option',
    '[attr.aria-selected]': 'active()',
    '(mousedown)': '$event.preventDefault()',
    '(click)': 'chosen.emit()',
  },
})
export class ListboxOption {
  readonly active = input.required<boolean>({ alias: 'appOption' })
  readonly chosen = output()

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement
    afterRenderEffect(() => {
      if (this.active()) element.scrollIntoView({ block: 'nearest' })
    })
  }
}
