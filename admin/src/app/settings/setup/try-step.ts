import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { Setup, WidgetBrand } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { WidgetPreview } from '../widget/widget-preview.js'

/** Writing as a user: on the page that has connected, on the demo page, or to nobody where there is neither. */
@Component({
  selector: 'app-try-step',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, WidgetPreview],
  template: `
    @if (page(); as address) {
      <div class="actions">
        <a class="button primary" target="_blank" rel="noopener" [href]="address">
          {{ t(facts().first_page?.url ? 'settings.setup.try.page' : 'settings.setup.try.demo') }}
        </a>
      </div>
    } @else {
      <app-widget-preview live [brand]="brand()" />
    }
    <p role="status" class="notice" [class.connected]="facts().has_messages">
      @if (facts().has_messages) {
        <app-icon name="check" />{{ t('settings.setup.try.arrived') }}
      } @else {
        <span class="spinner" aria-hidden="true"></span>{{ t('settings.setup.try.waiting') }}
      }
    </p>
  `,
  styleUrls: ['../../ui/page.css', '../widget/stack.css', './step.css'],
})
export class TryStep {
  protected readonly t = t
  readonly facts = input.required<Setup>()
  readonly brand = input.required<WidgetBrand>()
  protected readonly page = computed(() => {
    const { first_page, development, public_url } = this.facts()
    return first_page?.url ?? (development ? `${public_url}/demo?user=ada` : null)
  })
}
