import { computed, DestroyRef, inject, Injectable, linkedSignal } from '@angular/core'
import type { ChatViewer } from '@support-chat/shared'
import { LiveConnection } from '../connection/live-connection.js'
import { StaffSession } from '../auth/staff-session.js'
import { Conversation } from './conversation.js'

/** Who else of the staff has this chat open. */
@Injectable()
export class Viewers {
  private readonly connection = inject(LiveConnection)
  private readonly conversation = inject(Conversation)
  private readonly staff = inject(StaffSession)
  /** The server lists them anew when the connection is back. */
  private readonly all = linkedSignal<number, readonly ChatViewer[]>({
    source: this.connection.losses,
    computation: () => [],
  })
  readonly others = computed(() => this.all().filter(({ id }) => id !== this.staff.user()?.id))
  readonly typing = computed(() => this.others().filter((viewer) => viewer.is_typing))

  constructor() {
    const stop = this.connection.on('viewers', ({ chat_id, viewers }) => {
      if (chat_id === this.conversation.chatId()) this.all.set(viewers)
    })
    inject(DestroyRef).onDestroy(stop)
  }
}

export const viewerName = ({ name, email }: Pick<ChatViewer, 'name' | 'email'>): string => name ?? email
