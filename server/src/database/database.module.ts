import { type DynamicModule, Global, Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import type { DataSourceOptions } from 'typeorm'
import { Config } from '../config/config.js'
import { dataSourceOptions, openDatabase } from './data-source.js'
import { UnitOfWork } from './unit-of-work.js'

/** The connection, migrated by the time anything can use it, and the unit of work over it. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(entities: NonNullable<DataSourceOptions['entities']>): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [Config],
          useFactory: (config: Config) => ({ ...dataSourceOptions(config, entities), retryAttempts: 1 }),
          dataSourceFactory: (options) => openDatabase(options as DataSourceOptions),
        }),
      ],
      providers: [UnitOfWork],
      exports: [UnitOfWork, TypeOrmModule],
    }
  }
}
