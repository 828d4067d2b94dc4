import { type DynamicModule, Global, Module } from '@nestjs/common'
import { ClientAddresses } from './client-addresses.js'
import { Config } from './config.js'
import { OriginPolicy } from './origin-policy.js'

@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: Config, useValue: config }, ClientAddresses, OriginPolicy],
      exports: [Config, ClientAddresses, OriginPolicy],
    }
  }
}
