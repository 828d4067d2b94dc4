import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { t } from '../language/words.js'
import { LiveConnection } from './live-connection.js'

/** The dot that tells the truth, and the word for it. */
@Component({
  selector: 'app-connection-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span role="status" [class]="status()">{{ words() }}</span>`,
  styleUrl: './connection-status.css',
})
export class ConnectionStatus {
  protected readonly status = inject(LiveConnection).status
  protected readonly words = computed(() => t(`connection.${this.status()}`))
}
