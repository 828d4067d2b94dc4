import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import type { WidgetBrand } from '@support-chat/shared'
import { serverUrl } from '../../auth/auth-api.js'
import { t } from '../../language/later.js'
import { Preferences } from '../../storage/preferences.js'
import { CodeBlock } from './code-block.js'
import { embedCode, FRAMEWORK_NAMES, FRAMEWORKS, headCode } from './embed-code.js'

/** The lines that a page embeds the chat with, for what it is made with. */
@Component({
  selector: 'app-embed-snippets',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CodeBlock],
  template: `
    <fieldset>
      <legend>{{ t('settings.widget.embed.madeWith') }}</legend>
      <div class="options">
        @for (each of frameworks; track each) {
          <label class="option">
            <input
              type="radio"
              name="framework"
              [checked]="framework.value() === each"
              (change)="framework.set(each)"
            />
            {{ names[each] }}
          </label>
        }
      </div>
    </fieldset>
    <p class="lead">{{ t('settings.widget.embed.head') }}</p>
    <app-code-block [label]="t('settings.widget.embed.headLabel')" [code]="head()" />
    <p class="lead">{{ t('settings.widget.embed.body') }}</p>
    <app-code-block [label]="names[framework.value()]" [code]="code()" />
  `,
  styleUrls: ['../../ui/page.css', './stack.css'],
})
export class EmbedSnippets {
  protected readonly t = t
  protected readonly frameworks = FRAMEWORKS
  protected readonly names = FRAMEWORK_NAMES
  readonly brand = input.required<WidgetBrand>()
  /** Where the server is to be reached; where this console is, unless something else is said. */
  readonly url = input(serverUrl())
  protected readonly framework = inject(Preferences).oneOf('support-chat.framework', FRAMEWORKS)
  private readonly server = computed(() => ({ public_url: this.url() }))
  protected readonly head = computed(() => headCode(this.server(), this.brand()))
  protected readonly code = computed(() => embedCode(this.framework.value(), this.server(), this.brand()))
}
