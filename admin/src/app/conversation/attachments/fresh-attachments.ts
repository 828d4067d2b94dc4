import { computed, DestroyRef, effect, inject, signal, type Signal } from '@angular/core'
import { adminAttachmentsRoute, type Attachment, POLL_INTERVAL_SECONDS } from '@support-chat/shared'
import { isExpired } from '@support-chat/shared/client'
import { LiveConnection } from '../../connection/live-connection.js'
import { Conversation } from '../conversation.js'

/**
 * The files of a message as they are now. Events bring them without an address, and an address ends after a day: the
 * server is asked for another one where there is none, and before one that has ended is opened.
 */
export class FreshAttachments {
  private readonly connection = inject(LiveConnection)
  private readonly chatId = inject(Conversation).chatId
  private readonly fresh = signal<ReadonlyMap<string, Attachment>>(new Map())
  /** Asked for without success, until the connection is back. */
  private readonly asked = new Set<string>()
  readonly all: Signal<readonly Attachment[]>

  /** To be made where `inject` may be called. @param given as they came with the message */
  constructor(given: Signal<readonly Attachment[]>) {
    this.all = computed(() => given().map((file) => newer(file, this.fresh().get(file.id))))
    effect(() => this.all().forEach((file) => this.askOnce(file)))
    const stopped = [
      this.connection.on('attachment_updated', ({ attachment }) => {
        if (given().some(({ id }) => id === attachment.id)) this.keep(attachment)
      }),
      this.connection.onSync(() => this.askAgain()),
    ]
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => this.askAgain())
    inject(DestroyRef).onDestroy(() => stopped.forEach((stop) => stop()))
  }

  /** The file with an address that can be opened. @throws RequestError */
  async usable(file: Attachment): Promise<Attachment> {
    return file.url && !isExpired(file.url, Date.now()) ? file : this.ask(file)
  }

  private askOnce({ id, state, url }: Attachment): void {
    if (state !== 'ready' || url !== null || this.asked.has(id)) return
    this.asked.add(id)
    // Whoever opens the file asks again.
    this.ask({ id }).catch(() => undefined)
  }

  /** After something may have been missed. */
  private askAgain(): void {
    this.asked.clear()
    for (const file of this.all()) {
      if (file.state === 'scanning') this.ask(file).catch(() => undefined)
      else this.askOnce(file)
    }
  }

  private async ask({ id }: Pick<Attachment, 'id'>): Promise<Attachment> {
    const file = await this.connection.get<Attachment>(`${adminAttachmentsRoute(this.chatId() ?? '')}/${id}`)
    this.keep(file)
    return file
  }

  private keep(file: Attachment): void {
    this.fresh.update((fresh) => new Map(fresh).set(file.id, file))
  }
}

/** Nothing is scanned twice: what was asked for is the newer one, unless only the message knows the end of it. */
const newer = (given: Attachment, fresh: Attachment | undefined): Attachment =>
  fresh && (fresh.state !== 'scanning' || given.state === 'scanning') ? fresh : given
