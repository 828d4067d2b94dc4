import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { t } from '../language/words.js'
import { keyCaps, type Keys } from './key-press.js'

/** Keys as they look on the keyboard: `Ctrl` `K`, `G` then `A`. */
@Component({
  selector: 'app-key-caps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `@for (press of presses(); track $index) {
    @if (!$first) {
      <span> {{ t('keyboard.then') }} </span>
    }
    @for (cap of press; track $index) {
      <kbd>{{ cap }}</kbd>
    }
  }`,
  styles: `
    :host {
      display: inline-flex;
      gap: 0.25rem;
      align-items: center;
      font-size: 0.75rem;
      color: var(--muted);
      white-space: nowrap;
    }
    kbd {
      min-width: 1.375rem;
      padding-inline: 0.3125rem;
      font: inherit;
      line-height: 1.25rem;
      color: var(--text);
      text-align: center;
      background: var(--raised);
      border: 1px solid var(--line);
      border-block-end-width: 2px;
      border-radius: 5px;
    }
  `,
})
export class KeyCaps {
  protected readonly t = t
  readonly keys = input.required<Keys>()
  protected readonly presses = computed(() => keyCaps(this.keys()))
}
