import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { Setup, WidgetBrand } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { Icon } from '../../ui/icon.js'
import { CodeBlock } from '../widget/code-block.js'
import { allowLine } from '../widget/embed-code.js'
import { EmbedSnippets } from '../widget/embed-snippets.js'

/** The lines for the host's page, and whether a page has come, or was refused. */
@Component({
  selector: 'app-embed-step',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CodeBlock, EmbedSnippets, Icon],
  template: `
    <app-embed-snippets [brand]="brand()" [url]="facts().public_url" />
    <div role="status">
      @if (facts().first_page; as page) {
        <p class="notice connected">
          <app-icon name="check" />
          <span>
            {{ t('settings.setup.embed.connected') }}
            @if (page.url) {
              <bdi dir="ltr">{{ page.url }}</bdi>
            }
          </span>
        </p>
      } @else {
        <p class="notice"><span class="spinner" aria-hidden="true"></span>{{ t('settings.setup.embed.waiting') }}</p>
      }
      @for (each of refused(); track each.origin) {
        <p class="notice error">
          <app-icon name="alert" />
          <span>{{ t('settings.setup.embed.refused', { origin: each.origin }) }}</span>
        </p>
      }
    </div>
    @for (each of refused(); track each.origin) {
      <app-code-block [label]="each.origin" [code]="each.line" />
    }
  `,
  styleUrls: ['../../ui/page.css', '../widget/stack.css', './step.css'],
})
export class EmbedStep {
  protected readonly t = t
  readonly facts = input.required<Setup>()
  readonly brand = input.required<WidgetBrand>()
  protected readonly refused = computed(() =>
    this.facts().refused_origins.map(({ origin }) => ({ origin, line: allowLine(this.facts(), origin) })),
  )
}
