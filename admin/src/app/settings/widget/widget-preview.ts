import {
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  computed,
  CUSTOM_ELEMENTS_SCHEMA,
  input,
  signal,
} from '@angular/core'
import type { WidgetBrand } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { isColour } from './contrast.js'

/** The server's own script, from beside the console. The name is made up here: a bundler would look for the file. */
const loadWidget = (): Promise<unknown> => import(new URL('../widget/support-chat.js', document.baseURI).href)

/** The widget as pages would show it, with a made-up conversation: in both themes and to be looked at, or one to write in. */
@Component({
  selector: 'app-widget-preview',
  changeDetection: ChangeDetectionStrategy.OnPush,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  templateUrl: './widget-preview.html',
  styleUrl: './widget-preview.css',
})
export class WidgetPreview {
  protected readonly t = t
  readonly live = input(false, { transform: booleanAttribute })
  readonly brand = input.required<WidgetBrand>()
  protected readonly ready = signal(false)
  protected readonly failed = signal(false)
  protected readonly heading = computed(() => this.brand().heading || null)
  protected readonly isLeft = computed(() => this.brand().position === 'bottom-left')
  protected readonly accent = computed(() => (isColour(this.brand().accent) ? this.brand().accent : null))

  constructor() {
    loadWidget().then(
      () => this.ready.set(true),
      () => this.failed.set(true),
    )
  }
}
