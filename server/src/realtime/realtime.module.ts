import { Module } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.js'
import { ChatsModule } from '../chats/chats.module.js'
import { MessagesModule } from '../messages/messages.module.js'
import { Broadcaster } from './broadcaster.js'
import { ChatGateway } from './chat.gateway.js'
import { ConnectionLimits } from './connection-limits.js'
import { CountsService } from './counts.service.js'
import { EventLimits } from './event-limits.js'
import { Handshake } from './handshake.js'
import { SequenceHeartbeat } from './sequence-heartbeat.js'
import { PresenceService } from './presence.service.js'
import { RoomsService } from './rooms.service.js'
import { SocketDrain } from './socket-drain.js'
import { SocketServer } from './socket-server.js'
import { StaffRolesService } from './staff-roles.service.js'
import { RevokedSessionSweeper } from './revoked-session-sweeper.js'
import { UsersModule } from '../users/users.module.js'
import { WidgetSettingsModule } from '../widget-settings/widget-settings.module.js'
import { ViewersService } from './viewers.service.js'

@Module({
  imports: [UsersModule, AuthModule, WidgetSettingsModule, ChatsModule, MessagesModule],
  providers: [
    Broadcaster,
    ChatGateway,
    ConnectionLimits,
    CountsService,
    EventLimits,
    Handshake,
    SequenceHeartbeat,
    PresenceService,
    RoomsService,
    RevokedSessionSweeper,
    SocketDrain,
    SocketServer,
    StaffRolesService,
    ViewersService,
  ],
  exports: [SocketServer],
})
export class RealtimeModule {}
