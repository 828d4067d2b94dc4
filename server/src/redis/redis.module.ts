import { Global, Module } from '@nestjs/common'
import { ProcessRegister } from './process-register.js'
import { RedisConnections } from './redis-connections.js'

@Global()
@Module({ providers: [RedisConnections, ProcessRegister], exports: [RedisConnections] })
export class RedisModule {}
