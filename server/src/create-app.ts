import 'reflect-metadata'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { NestFactory } from '@nestjs/core'
import type { DynamicModule, NestApplicationOptions, Provider } from '@nestjs/common'
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { AppModule } from './app.module.js'
import { ClientAddresses } from './config/client-addresses.js'
import type { Config } from './config/config.js'
import { OriginPolicy } from './config/origin-policy.js'
import { AppError } from './common/errors/app-error.js'
import { HttpErrorFilter } from './common/http/http-error.filter.js'
import { keepBodyError } from './common/http/json-body.guard.js'
import { compressApi, hostFrontEnds, hostPages } from './hosting/host-pages.js'
import { setTimeouts } from './hosting/http-timeouts.js'
import { serveApiReference } from './openapi.js'
import { SupportChatIoAdapter } from './realtime/socket-io.adapter.js'

/** Largest request body: more than any message, so that a message over its limit gets a specific error. */
const BODY_LIMIT = '256kb'

/**
 * The server, ready to listen. `config.databaseUrl` must be a running database.
 *
 * @throws when the database cannot be reached or brought up to date.
 */
export async function createApp(config: Config, options: NestApplicationOptions = {}): Promise<NestExpressApplication> {
  const app = await create(AppModule.forRoot(config), options)
  compressApi(app, config)
  hostPages(app, config)
  serveApi(app, config)
  app.useWebSocketAdapter(new SupportChatIoAdapter(app, config))
  setTimeouts(app.getHttpServer())
  return app
}

/**
 * The same for an application that serves it below a path of its own: without demo and front door, and sockets by an adapter
 * that is still to be set. It is not initialised yet.
 */
export async function createGuestApp(config: Config, extensions: Provider[]): Promise<NestExpressApplication> {
  const app = await create(AppModule.forRoot(config, extensions))
  compressApi(app, config)
  hostFrontEnds(app, config)
  serveApi(app, config)
  return app
}

async function create(module: DynamicModule, options: NestApplicationOptions = {}): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    abortOnError: false,
    bodyParser: false,
    ...options,
  })
  const addresses = app.get(ClientAddresses)
  app.set('trust proxy', addresses.trusts)
  app.use((request: Request, _response: Response, next: NextFunction) => {
    addresses.warnOfUntrusted(request)
    next()
  })
  return app
}

function serveApi(app: NestExpressApplication, config: Config): void {
  const origins = app.get(OriginPolicy)
  app.enableCors((request: Request, use: (error: null, options: CorsOptions) => void) => {
    use(null, corsOptions(request, origins))
  })
  // Answers of the API are never cached, so that an ETag would be work for nothing.
  app.set('etag', false)
  app.use('/api', refuseForeignOrigins(origins))
  app.useBodyParser('json', { limit: BODY_LIMIT })
  app.use(keepBodyError)
  app.useGlobalFilters(new HttpErrorFilter())
  serveApiReference(app, config)
}

/** Pages of any origin may read the health answers: a refused one finds the reason by them. */
const HEALTH = /^\/api\/health(\/|$)/

function corsOptions({ path, headers }: Request, origins: OriginPolicy): CorsOptions {
  const exposedHeaders = ['Retry-After', 'Date']
  if (HEALTH.test(path)) return { origin: '*', exposedHeaders, maxAge: 600 }
  // Load balancers may need their cookies back. The server's own, of known devices, is SameSite=Strict.
  return { origin: origins.allows(headers.origin), credentials: true, exposedHeaders, maxAge: 600 }
}

/** CORS only keeps foreign pages from reading answers; this refuses their requests. */
function refuseForeignOrigins(origins: OriginPolicy): RequestHandler {
  return (request, _response, next) => {
    const admitted = HEALTH.test(request.originalUrl.replace(/\?.*/s, '')) || origins.admits(request.headers.origin)
    next(admitted ? undefined : new AppError('forbidden', 'This origin is not allowed'))
  }
}
