import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { linkify, type SupportNote } from '@support-chat/shared'
import { t } from '../../language/later.js'
import { exactTime, timeOfDay } from '../../time/calendar.js'

/** A private note between the messages. */
@Component({
  selector: 'app-note-bubble',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'article', '[attr.aria-label]': 'label()' },
  template: `
    <p class="by" aria-hidden="true">
      <bdi>{{ author() }}</bdi> · {{ t('notes.private') }} ·
      <time [attr.datetime]="note().created_at" [title]="exact()">{{ time() }}</time>
    </p>
    <!-- prettier-ignore -->
    <p class="text" dir="auto">@for (piece of pieces(); track $index) {@if (piece.href) {<a [href]="piece.href" target="_blank" rel="noopener noreferrer">{{ piece.text }}</a>} @else {{{ piece.text }}}}</p>
  `,
  styleUrl: './note-bubble.css',
})
export class NoteBubble {
  protected readonly t = t
  readonly note = input.required<SupportNote>()
  protected readonly author = computed(() => {
    const { author } = this.note()
    return author?.name ?? author?.email ?? t('conversation.support')
  })
  protected readonly label = computed(() => t('notes.by', { name: this.author(), time: this.time() }))
  protected readonly time = computed(() => timeOfDay(this.note().created_at))
  protected readonly exact = computed(() => exactTime(this.note().created_at))
  protected readonly pieces = computed(() => linkify(this.note().content))
}
