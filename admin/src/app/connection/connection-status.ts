import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { t } from '../language/words.js'
import { LiveConnection } from './live-connection.js'

/** The state of the connection, as a coloured dot and in words. */
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
