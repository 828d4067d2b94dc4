import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import type { MatchPiece } from './match-pieces.js'

/** A text in which a search has found something, in one line: no space may come between a word and what follows it. */
@Component({
  selector: 'app-marked',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './marked-text.html',
  host: { dir: 'auto' },
  styles: `
    mark {
      padding-inline: 0.0625rem;
      color: var(--text);
      background: var(--found);
      border-radius: 3px;
    }
  `,
})
export class MarkedText {
  readonly pieces = input.required<readonly MatchPiece[]>()
}
