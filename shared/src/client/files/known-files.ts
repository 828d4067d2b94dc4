import type { Attachment } from '../../contract/attachments.js'
import type { FileConnection } from '../connection/connection.js'

/** An address that ends this soon is not used any more, in milliseconds. */
const MARGIN = 60_000
/** What could not be fetched is asked for again after this long, in milliseconds. */
const RETRY_DELAY = 10_000

/**
 * What has become of files since their messages came: a scan has ended, or an address, and messages that come in events
 * have none. Asks the server, and shows what it says; messages stay as they are. For views to fetch once there are files.
 */
export class KnownFiles {
  readonly #connection: FileConnection
  readonly #route: string
  readonly #onChange: () => void
  readonly #known = new Map<string, Attachment>()
  /** By id: they are not asked for again before something tells that the answer is another now. */
  readonly #asked = new Set<string>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  readonly #stops: (() => void)[]

  /**
   * @param route that files are fetched below: `userAttachmentsRoute`, or `adminAttachmentsRoute` of a chat
   * @param onChange `latest` has another answer for some file
   */
  constructor(connection: FileConnection, route: string, onChange: () => void) {
    this.#connection = connection
    this.#route = route
    this.#onChange = onChange
    this.#stops = [
      connection.on('attachment_updated', ({ attachment }) => {
        this.#asked.delete(attachment.id)
        this.#take(attachment)
      }),
      connection.onSync(() => {
        this.#asked.clear()
        onChange()
      }),
    ]
  }

  /** The file of a message as it is now, as far as that is known. Where more can be known, asks, and calls `onChange`. */
  latest(file: Attachment): Attachment {
    const known = this.#known.get(file.id)
    const best = isSettled(file) ? file : (known ?? file)
    if (!isSettled(best)) void this.#ask(file.id)
    return best
  }

  close(): void {
    for (const stop of this.#stops) stop()
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #take(file: Attachment): void {
    this.#known.set(file.id, file)
    this.#onChange()
  }

  async #ask(id: string): Promise<void> {
    if (this.#asked.has(id)) return
    this.#asked.add(id)
    try {
      const file = await this.#connection.rest<Attachment>('GET', `${this.#route}/${id}`)
      if (isSettled(file)) this.#asked.delete(id)
      this.#take(file)
    } catch {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        this.#asked.delete(id)
        this.#onChange()
      }, RETRY_DELAY)
      this.#timers.add(timer)
    }
  }
}

/** Nothing more is to be known of it: it was refused, or has an address that is good for a while. */
const isSettled = ({ state, url }: Attachment): boolean =>
  state === 'refused' || (url !== null && !isExpired(url, Date.now()))

/** Whether a signed address has ended, or does so while it is loaded. @param now milliseconds since 1970 */
export function isExpired(url: string, now: number): boolean {
  const expires = Number(/[?&]expires=(\d+)/.exec(url)?.[1] ?? Infinity)
  return expires * 1000 <= now + MARGIN
}
