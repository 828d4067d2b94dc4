import { Global, Module } from '@nestjs/common'
import { OnlineUsers } from './online-users.js'

@Global()
@Module({ providers: [OnlineUsers], exports: [OnlineUsers] })
export class PresenceModule {}
