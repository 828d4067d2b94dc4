import type { ReactiveController } from 'lit'
import type { PanelHost } from './panel-host.js'

/** A connection that is lost is mentioned after this time, in milliseconds: most are back before. */
const LOST_AFTER = 5000
/** How long it is mentioned that it is back. */
const BACK_FOR = 4000

/** Decides when the connection is worth a word: when it has been lost for a while, and when it is back after that. */
export class ConnectionMention implements ReactiveController {
  state: 'quiet' | 'lost' | 'back' = 'quiet'
  #isLost = false
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly #host: PanelHost

  constructor(host: PanelHost) {
    this.#host = host
  }

  hostUpdate(): void {
    const { isOpen, connection } = this.#host.snapshot
    const isConnected = connection.status === 'connected'
    const isLost = isOpen && !isConnected
    if (isLost === this.#isLost) return
    this.#isLost = isLost
    const isBack = isConnected && this.state === 'lost'
    this.state = isBack ? 'back' : 'quiet'
    clearTimeout(this.#timer)
    if (isLost) this.#later(LOST_AFTER, 'lost')
    else if (isBack) this.#later(BACK_FOR, 'quiet')
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
    this.#isLost = false
    this.state = 'quiet'
  }

  #later(wait: number, state: 'quiet' | 'lost'): void {
    this.#timer = setTimeout(() => {
      this.state = state
      this.#host.requestUpdate()
    }, wait)
  }
}
