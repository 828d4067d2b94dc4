import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { StaffRole } from '@support-chat/shared'
import { AccountsService } from '../auth/accounts.service.js'
import { BatchLoader } from '../common/batch-loader.js'
import { IntervalTasks } from '../common/interval-tasks.js'
import { EventBus } from '../database/event-bus.js'
import { type ChatSocket, isAnswering, rooms } from './chat-socket.js'
import { PresenceService } from './presence.service.js'
import { SocketServer } from './socket-server.js'

/** Roles that other processes have changed are known here after so many milliseconds, or at the socket's next event. */
const INTERVAL_MS = 2_000

const LOOKUPS = { maxKeys: 500, maxRunning: 2 }

/** Keeps the roles of connected staff as they are now: a change holds from the next event on, and nobody is signed out. */
@Injectable()
export class StaffRolesService implements OnApplicationBootstrap {
  private readonly roles: BatchLoader<StaffRole>

  constructor(
    private readonly socketServer: SocketServer,
    private readonly accounts: AccountsService,
    private readonly presence: PresenceService,
    private readonly events: EventBus,
    private readonly tasks: IntervalTasks,
  ) {
    this.roles = new BatchLoader((ids) => accounts.staffRoles(ids), LOOKUPS)
  }

  onApplicationBootstrap(): void {
    this.tasks.start('follow the roles of connected staff', INTERVAL_MS, () => this.sweep())
    this.events.onAfterCommit('staff.role_changed', ({ user_id, staff_role }) => {
      for (const socket of this.staffSockets()) if (socket.data.principal.id === user_id) this.set(socket, staff_role)
    })
  }

  /** Reads the role of who is at a socket, if they are staff. */
  async refresh(socket: ChatSocket): Promise<void> {
    if (socket.data.chatId !== null) return
    const role = await this.roles.find(socket.data.principal.id)
    if (role) this.set(socket, role)
  }

  private async sweep(): Promise<void> {
    const sockets = this.staffSockets()
    if (sockets.length === 0) return
    const roles = await this.accounts.staffRoles([...new Set(sockets.map(({ data }) => data.principal.id))])
    for (const socket of sockets) {
      const role = roles.get(socket.data.principal.id)
      if (role) this.set(socket, role)
    }
  }

  private set(socket: ChatSocket, staffRole: StaffRole): void {
    const { principal } = socket.data
    if (principal.staffRole === staffRole) return
    socket.data.principal = { ...principal, staffRole }
    if (!socket.connected) return
    void (isAnswering(socket) ? socket.join(rooms.answering) : socket.leave(rooms.answering))
    this.presence.staffChanged(socket)
  }

  private staffSockets(): ChatSocket[] {
    return [...(this.socketServer.current?.sockets.values() ?? [])].filter(({ data }) => data.chatId === null)
  }
}
