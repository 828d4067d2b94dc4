import { Global, Module } from '@nestjs/common'
import { ProcessRegistry } from './process-registry.js'
import { RedisConnections } from './redis-connections.js'

@Global()
@Module({ providers: [RedisConnections, ProcessRegistry], exports: [RedisConnections] })
export class RedisModule {}
