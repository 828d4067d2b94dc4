import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { Attributes } from '@support-chat/shared'
import { t } from '../language/later.js'

/** What the user's token and the page tell of the user, by the names that the host has for it; each told apart. */
@Component({
  selector: 'app-user-attributes',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './user-attributes.html',
  styleUrl: './user-attributes.css',
})
export class UserAttributes {
  readonly attributes = input.required<Attributes>()
  readonly context = input.required<Attributes>()

  protected readonly groups = computed(() => [
    { title: t('userAttributes.verified'), entries: Object.entries(this.attributes()) },
    { title: t('userAttributes.unverified'), entries: Object.entries(this.context()) },
  ])
}
