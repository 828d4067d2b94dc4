import { ChangeDetectionStrategy, Component, input } from '@angular/core'

/** The button that sends a form. While the request is pending it says so, and stays where the keyboard is. */
@Component({
  selector: 'button[appSubmit]',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { type: 'submit', class: 'button primary', '[attr.aria-disabled]': 'pending()' },
  template: `
    @if (pending()) {
      <span class="spinner" aria-hidden="true"></span>
    }
    <ng-content />
  `,
})
export class SubmitButton {
  readonly pending = input.required<boolean>({ alias: 'appSubmit' })
}
