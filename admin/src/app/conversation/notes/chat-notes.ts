import { DestroyRef, inject, signal } from '@angular/core'
import { type NoteList, POLL_INTERVAL_SECONDS, staffRoutes, type SupportNote } from '@support-chat/shared'
import { LiveConnection } from '../../connection/live-connection.js'

/** The private notes of a chat, kept current. Create it where `inject` may be called. */
export class ChatNotes {
  private readonly connection = inject(LiveConnection)
  private chatId = ''
  private readonly known = signal<readonly SupportNote[]>([])
  /** Oldest first. */
  readonly all = this.known.asReadonly()

  constructor() {
    const stops = [
      this.connection.on('note_created', ({ chat_id, note }) => {
        if (chat_id === this.chatId) this.add([note])
      }),
      this.connection.onSync(() => void this.load()),
    ]
    this.connection.whilePolling(POLL_INTERVAL_SECONDS * 1000, () => void this.load())
    inject(DestroyRef).onDestroy(() => stops.forEach((stop) => stop()))
  }

  open(chatId: string): void {
    this.chatId = chatId
    void this.load()
  }

  add(notes: readonly SupportNote[]): void {
    const byId = new Map([...this.known(), ...notes].map((note) => [note.id, note]))
    this.known.set([...byId.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : 1)))
  }

  private async load(): Promise<void> {
    if (this.chatId === '') return
    try {
      this.add((await this.connection.get<NoteList>(staffRoutes.notes(this.chatId))).notes)
    } catch {
      // The next connection asks again.
    }
  }
}
