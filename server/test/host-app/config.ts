import { Injectable, Module } from '@nestjs/common'

@Injectable()
export class ConfigService {
  get(name: string): string | undefined {
    return process.env[name]
  }
}

@Module({ providers: [ConfigService], exports: [ConfigService] })
export class ConfigModule {}
