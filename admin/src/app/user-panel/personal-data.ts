import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { type ChatUser, routes } from '@support-chat/shared'
import { Permissions } from '../auth/permissions.js'
import { Downloads } from '../connection/downloads.js'
import { t } from '../language/later.js'
import { Icon } from '../ui/icon.js'
import { RequestState } from '../ui/request-state.js'
import { EraseDialog } from './erase-dialog.js'
import { personalDataError } from './personal-data-error.js'

/** What is done about all that there is of a user: a copy of it, or its end. */
@Component({
  selector: 'app-personal-data',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EraseDialog, Icon],
  template: `
    <h3>{{ t('personalData.title') }}</h3>
    <div>
      @if (mayExport) {
        <button type="button" class="button" [attr.aria-disabled]="request.pending()" (click)="export()">
          @if (request.pending()) {
            <span class="spinner" aria-hidden="true"></span>
          } @else {
            <app-icon name="down" />
          }
          {{ t('personalData.export') }}
        </button>
        <span class="visually-hidden" role="status">
          {{ request.pending() ? t('personalData.exporting') : '' }}
        </span>
      }
      @if (mayErase) {
        <button type="button" class="button danger" aria-haspopup="dialog" (click)="dialog.ask()">
          {{ t('personalData.erase') }}
        </button>
        <app-erase-dialog #dialog [chatId]="chatId()" [user]="user()" />
      }
    </div>
    @if (failure(); as words) {
      <p role="alert">{{ words }}</p>
    }
  `,
  styleUrl: './personal-data.css',
})
export class PersonalData {
  protected readonly t = t
  private readonly permissions = inject(Permissions)
  private readonly downloads = inject(Downloads)
  protected readonly mayExport = this.permissions.may('users.export')
  protected readonly mayErase = this.permissions.may('users.erase')

  readonly chatId = input.required<string>()
  readonly user = input.required<ChatUser>()
  protected readonly request = new RequestState()
  protected readonly failure = computed(() => personalDataError(this.request.error()))

  protected async export(): Promise<void> {
    const { external_id: id } = this.user()
    await this.request.run(() => this.downloads.save(routes.adminUserExport(id), `${id}.ndjson`))
  }
}
