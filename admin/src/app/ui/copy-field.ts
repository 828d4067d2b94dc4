import { ChangeDetectionStrategy, Component, type ElementRef, input, linkedSignal, viewChild } from '@angular/core'
import { t } from '../language/later.js'
import { Icon } from './icon.js'

let made = 0

/** Something to be kept now, since it is shown only once: in a field, with a button that copies it. */
@Component({
  selector: 'app-copy-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <label [for]="id">{{ label() }}</label>
    <div class="row">
      <input #field [id]="id" readonly dir="ltr" [value]="value()" (focus)="field.select()" />
      <button type="button" class="button" (click)="copy()">
        <app-icon name="copy" />{{ copied() ? t('settings.staff.copied') : action() }}
      </button>
    </div>
    <p>{{ hint() }}</p>
  `,
  styleUrl: './copy-field.css',
})
export class CopyField {
  protected readonly t = t
  protected readonly id = `copy-field-${++made}`
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')
  readonly label = input.required<string>()
  readonly value = input.required<string>()
  /** Label of the button. */
  readonly action = input.required<string>()
  readonly hint = input.required<string>()
  protected readonly copied = linkedSignal({ source: this.value, computation: () => false })

  /** Without access to the clipboard (no HTTPS) it is selected, to be copied by hand. */
  protected async copy(): Promise<void> {
    this.field().nativeElement.select()
    const clipboard = navigator.clipboard as Clipboard | undefined
    await clipboard?.writeText(this.value()).then(
      () => this.copied.set(true),
      () => undefined,
    )
  }
}
