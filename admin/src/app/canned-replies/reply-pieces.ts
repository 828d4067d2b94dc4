import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { t } from '../language/words.js'
import type { Piece } from './variables.js'

/** A canned reply as it will be inserted, with filled and missing variables highlighted. */
@Component({
  selector: 'app-reply-pieces',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `@for (piece of pieces(); track $index) {
    <span [class]="piece.kind" [title]="title(piece)">{{ piece.text }}</span>
  }`,
  styles: `
    :host {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .value,
    .instead {
      border-radius: 3px;
      box-shadow: inset 0 -1px var(--accent-text);
    }
    .instead {
      box-shadow: inset 0 -1px var(--caution);
    }
    .gap,
    .unknown {
      color: var(--danger);
      background: var(--danger-soft);
      border-radius: 3px;
    }
  `,
})
export class ReplyPieces {
  readonly pieces = input.required<readonly Piece[]>()

  protected title({ kind }: Piece): string | null {
    return kind === 'words' ? null : t(`cannedReplies.pieces.${kind}`)
  }
}
