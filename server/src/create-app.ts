import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestApplicationOptions } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { AppModule } from './app.module.js'
import type { Config } from './config/config.js'
import { HttpErrorFilter } from './errors/http-error.filter.js'

/** Largest request body; room for a message far over its limit, so that it is told what is wrong. */
const BODY_LIMIT = '256kb'

/**
 * The server, ready to listen. `config.databaseUrl` must be a running database.
 *
 * @throws when the database cannot be reached or brought up to date.
 */
export async function createApp(config: Config, options: NestApplicationOptions = {}): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    abortOnError: false,
    bodyParser: false,
    ...options,
  })
  // Addresses count for the limit of failed sign-ins only; a proxy of the operator's own tells the real one.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal')
  app.useBodyParser('json', { limit: BODY_LIMIT })
  app.useGlobalFilters(new HttpErrorFilter())
  return app
}
