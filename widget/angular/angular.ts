import {
  booleanAttribute,
  Directive,
  ElementRef,
  inject,
  Input,
  type OnChanges,
  type SimpleChanges,
} from '@angular/core'
import '@support-chat/widget'
import type { SupportChatProperties } from '@support-chat/widget/element'

type Properties = Omit<SupportChatProperties, 'server-url'>
type Property<P extends keyof Properties> = Properties[P]

/**
 * What `<support-chat>` takes in a template; registers the element. A component that imports it needs no `CUSTOM_ELEMENTS_SCHEMA`, so that its
 * compiler knows every input of the element and its type, and complains of a misspelt one. The events are the element's own:
 * `(support-chat-unread)`.
 * @example
 * @Component({ imports: [SupportChatDirective], template: `<support-chat [serverUrl]="url" [user]="user.id" [getToken]="getToken" />` })
 */
@Directive({ selector: 'support-chat', standalone: true })
export class SupportChatDirective implements OnChanges, Record<keyof Properties, unknown> {
  @Input() serverUrl: Property<'serverUrl'>
  @Input() user: Property<'user'>
  @Input() token: Property<'token'>
  @Input() getToken: Property<'getToken'>
  @Input() context: Property<'context'>
  @Input() heading: Property<'heading'>
  @Input() locale: Property<'locale'>
  @Input() theme: Property<'theme'>
  @Input() position: Property<'position'>
  @Input() mode: Property<'mode'>
  @Input() launcher: Property<'launcher'>
  @Input() instance: Property<'instance'>
  @Input({ transform: booleanAttribute }) muted: boolean | undefined
  @Input({ transform: booleanAttribute }) opened: boolean | undefined
  @Input({ transform: booleanAttribute }) mock: boolean | undefined
  @Input() credentials: Property<'credentials'>
  @Input({ transform: booleanAttribute }) hideVisits: boolean | undefined
  @Input() strings: Property<'strings'>
  @Input() sessionSource: Property<'sessionSource'>

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement

  /** Before the element is on the page, and so before it connects, the first time. */
  ngOnChanges(changes: SimpleChanges): void {
    for (const [name, { currentValue, firstChange }] of Object.entries(changes)) {
      if (currentValue !== undefined || !firstChange) Object.assign(this.#element, { [name]: currentValue as unknown })
    }
  }
}
