import { Global, Module } from '@nestjs/common'
import { PresenceStore } from './presence-store.js'

@Global()
@Module({ providers: [PresenceStore], exports: [PresenceStore] })
export class PresenceModule {}
