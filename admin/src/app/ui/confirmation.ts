import { ChangeDetectionStrategy, Component, ElementRef, input, output, viewChild } from '@angular/core'
import { t } from '../language/words.js'

let made = 0

/** Asks before an action that is hard to undo. The browser's own dialog traps the focus and gives it back. */
@Component({
  selector: 'app-confirmation',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <dialog #dialog [attr.aria-labelledby]="id" [attr.aria-describedby]="id + '-detail'">
      <h2 [id]="id">{{ question() }}</h2>
      <p [id]="id + '-detail'">{{ detail() }}</p>
      <div>
        <button type="button" class="button" (click)="dialog.close()">{{ t('settings.cancel') }}</button>
        <button type="button" class="button danger" (click)="dialog.close(); confirmed.emit()">{{ action() }}</button>
      </div>
    </dialog>
  `,
  styleUrls: ['./dialog.css', './confirmation.css'],
})
export class Confirmation {
  protected readonly t = t
  protected readonly id = `confirmation-${++made}`
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog')
  readonly question = input.required<string>()
  readonly detail = input.required<string>()
  /** Label of the confirming button. */
  readonly action = input.required<string>()
  readonly confirmed = output()

  ask(): void {
    this.dialog().nativeElement.showModal()
  }
}
