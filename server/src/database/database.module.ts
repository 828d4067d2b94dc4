import { type DynamicModule, Global, Module } from '@nestjs/common'
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm'
import { DataSource, type DataSourceOptions } from 'typeorm'
import { Config } from '../config/config.js'
import { dataSourceOptions, migrateDatabase } from './data-source.js'
import { JoinedEventRepository } from './joined-event.repository.js'
import { OutageLog } from './outage-log.js'
import { SharedPoolDataSource } from './shared-pool-data-source.js'
import { UnitOfWork } from './unit-of-work.js'

/** By name: an application that imports the module has a connection without one. */
const CONNECTION = 'support_chat'

/** The connection, migrated by the time anything can use it, and the unit of work over it. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(entities: NonNullable<DataSourceOptions['entities']>): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          name: CONNECTION,
          inject: [Config],
          useFactory: async (config: Config) => {
            if (config.migrate) await migrateDatabase(config)
            return { ...dataSourceOptions(config, entities), retryAttempts: 1 }
          },
          dataSourceFactory: (options) => create(options as DataSourceOptions).initialize(),
        }),
      ],
      providers: [
        { provide: DataSource, useExisting: getDataSourceToken(CONNECTION) },
        JoinedEventRepository,
        OutageLog,
        UnitOfWork,
      ],
      exports: [DataSource, JoinedEventRepository, UnitOfWork],
    }
  }
}

/** The driver is given where the pool is an application's. */
function create(options: DataSourceOptions): DataSource {
  return options.driver ? new SharedPoolDataSource(options) : new DataSource(options)
}
