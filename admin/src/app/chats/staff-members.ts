import { inject, Injectable, signal } from '@angular/core'
import { type StaffList, type StaffRef, staffRoutes } from '@support-chat/shared'
import { StaffSession } from '../auth/staff-session.js'
import { LiveConnection } from '../connection/live-connection.js'
import type { Chat } from './chat-cards.js'

/** Colleagues to whom chats can be assigned. */
@Injectable()
export class StaffMembers {
  private readonly connection = inject(LiveConnection)
  private readonly me = inject(StaffSession).user
  private readonly active = signal<readonly StaffRef[]>([])

  /** Oneself first, and those who have the chats, also once they are deactivated or while nobody else is known. */
  assignable(chats: readonly Chat[]): StaffRef[] {
    const me = this.me()
    const all = [...(me ? [me] : []), ...this.active(), ...chats.flatMap(({ assignee }) => assignee ?? [])]
    return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].toReversed()
  }

  /** Asks who works here now; what was known before stays meanwhile, and where that fails. */
  load(): void {
    this.connection.get<StaffList>(staffRoutes.staff).then(
      ({ staff }) => this.active.set(staff.filter(({ deactivated_at, invited }) => !deactivated_at && !invited)),
      () => undefined,
    )
  }
}
