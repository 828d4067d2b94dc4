import { afterNextRender, Directive, ElementRef, inject, output } from '@angular/core'

/**
 * Opens the `<dialog>` it stands on over the page and tells when it is closed, by Escape or by a click beside it. The
 * browser keeps the focus in it and gives it back afterwards.
 */
@Directive({
  selector: 'dialog[appModal]',
  exportAs: 'modal',
  host: { '(close)': 'closed.emit()', '(click)': 'closeOnBackdrop($event)' },
})
export class Modal {
  private readonly dialog = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement
  readonly closed = output()

  constructor() {
    afterNextRender(() => this.show())
  }

  /** Opens it at once, for a key that must not wait until it is drawn. */
  show(): void {
    if (!this.dialog.open) this.dialog.showModal()
  }

  close(): void {
    this.dialog.close()
  }

  protected closeOnBackdrop(event: Event): void {
    // What is inside covers the dialog's whole box.
    if (event.target === this.dialog) this.close()
  }
}
