import 'reflect-metadata'
import type { RequestHandler } from 'express'
import { NestFactory } from '@nestjs/core'
import type { NestApplicationOptions } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { AppModule } from './app.module.js'
import type { Config } from './config/config.js'
import { isOriginAllowed } from './config/allowed-origins.js'
import { AppError } from './errors/app-error.js'
import { HttpErrorFilter } from './errors/http-error.filter.js'
import { hostPages } from './hosting/host-pages.js'
import { serveApiReference } from './openapi.js'
import { SupportChatIoAdapter } from './realtime/socket-io.adapter.js'

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
  hostPages(app, config)
  app.enableCors({
    origin: (origin: string | undefined, allow: (error: null, allowed: boolean) => void) => {
      allow(null, isOriginAllowed(config, origin))
    },
    exposedHeaders: ['Retry-After', 'Date'],
    maxAge: 600,
  })
  app.use('/api', refuseForeignOrigins(config))
  app.useBodyParser('json', { limit: BODY_LIMIT })
  app.useWebSocketAdapter(new SupportChatIoAdapter(app, config))
  app.useGlobalFilters(new HttpErrorFilter())
  serveApiReference(app, config)
  return app
}

/** CORS keeps a foreign page from reading answers; this keeps it from asking. */
function refuseForeignOrigins(config: Config): RequestHandler {
  return (request, _response, next) => {
    const allowed = isOriginAllowed(config, request.headers.origin)
    next(allowed ? undefined : new AppError('forbidden', 'This origin is not allowed'))
  }
}
