import { type DynamicModule, Global, Module } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { DataSource, type DataSourceOptions } from 'typeorm'
import { Config } from '../config/config.js'
import { dataSourceOptions, migrateDatabase } from './data-source.js'
import { JoinedEventRepository } from './joined-event.repository.js'
import { OutageLog } from './outage-log.js'
import { SchemaDataSource } from './schema-data-source.js'
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
          useFactory: async (config: Config) => {
            if (config.migrate) await migrateDatabase(config)
            return { ...dataSourceOptions(config, entities), retryAttempts: 1 }
          },
          dataSourceFactory: (options) => create(options as DataSourceOptions).initialize(),
        }),
      ],
      providers: [JoinedEventRepository, OutageLog, UnitOfWork],
      exports: [JoinedEventRepository, UnitOfWork, TypeOrmModule],
    }
  }
}

/** On a pool of our own the connections know the schema; on another's, statements have to say it. */
function create(options: DataSourceOptions): DataSource {
  return options.driver ? new SchemaDataSource(options) : new DataSource(options)
}
