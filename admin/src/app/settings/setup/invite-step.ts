import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { errorWords } from '../../language/error-words.js'
import { Icon } from '../../ui/icon.js'
import { InviteForm } from '../invite-form.js'
import { StaffMembers } from '../staff-members.js'

/** Inviting colleagues, as on the page of staff. */
@Component({
  selector: 'app-invite-step',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, InviteForm],
  providers: [StaffMembers],
  template: `
    <app-invite-form />
    @if (request.error(); as error) {
      <p class="notice error" role="alert"><app-icon name="alert" />{{ errorWords(error) }}</p>
    }
  `,
  styleUrls: ['../../ui/page.css', '../widget/stack.css', './step.css'],
})
export class InviteStep {
  protected readonly errorWords = errorWords
  protected readonly request = inject(StaffMembers).request
}
