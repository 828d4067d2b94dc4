import { ChangeDetectionStrategy, Component, type ElementRef, input, linkedSignal, viewChild } from '@angular/core'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'

/** Lines to be copied into code of one's own. */
@Component({
  selector: 'app-code-block',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <!-- The keyboard scrolls what is wider than the page. -->
    <pre
      tabindex="0"
      role="region"
      translate="no"
      dir="ltr"
      [attr.aria-label]="label()"
    ><code #lines>{{ code() }}</code></pre>
    <button
      type="button"
      class="button"
      [attr.aria-label]="t('settings.widget.copyOf', { name: label() })"
      (click)="copy()"
    >
      <app-icon [name]="copied() ? 'check' : 'copy'" />{{ t('settings.widget.copy') }}
    </button>
    <span class="visually-hidden" role="status">{{ copied() ? t('settings.staff.copied') : '' }}</span>
  `,
  styles: `
    :host {
      position: relative;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0.375rem;
      justify-items: end;
    }
    pre {
      width: 100%;
      padding: 0.75rem;
      margin: 0;
      overflow: auto;
      font-size: 0.8125rem;
      line-height: 1.5;
      text-align: start;
      background: var(--raised);
      border-radius: var(--radius);
    }
  `,
})
export class CodeBlock {
  protected readonly t = t
  private readonly lines = viewChild.required<ElementRef<HTMLElement>>('lines')
  /** What they are, or are for. */
  readonly label = input.required<string>()
  readonly code = input.required<string>()
  protected readonly copied = linkedSignal({ source: this.code, computation: () => false })

  /** Without access to the clipboard (no HTTPS) they are selected, to be copied by hand. */
  protected async copy(): Promise<void> {
    getSelection()?.selectAllChildren(this.lines().nativeElement)
    const clipboard = navigator.clipboard as Clipboard | undefined
    await clipboard?.writeText(this.code()).then(
      () => this.copied.set(true),
      () => undefined,
    )
  }
}
