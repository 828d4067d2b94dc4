import type { INestApplication } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger'
import { type RequestHandler, Router } from 'express'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { describeAsyncApi } from './asyncapi.js'
import { serverUrlOf } from './config/base-path.js'
import type { Config } from './config/config.js'
import { AppError } from './common/errors/app-error.js'
import { cachedAnswers } from './hosting/cached-answers.js'
import { staticFiles } from './hosting/static-files.js'

const require = createRequire(import.meta.url)

/** The page itself, which Nest makes. */
const PAGE = /^\/(?:index\.html|swagger-ui-init\.js)?$/
/** What it loads of Swagger UI. */
const FILES = /^\/(?:swagger-ui\.css|swagger-ui-bundle\.js|swagger-ui-standalone-preset\.js|favicon-\d+x\d+\.png)$/

/**
 * Serves the reference of the REST API at `/api/docs`, the document itself at `/api/docs-json`, and that of sockets and
 * webhooks at `/api/docs-asyncapi`, where `API_DOCS` is on. Each is made and compressed once, because anybody may request
 * them any number of times.
 */
export function serveApiReference(app: NestExpressApplication, config: Config): void {
  if (!config.apiDocs) return
  app.use('/api/docs', referenceFiles())
  app.use(['/api/docs', '/api/docs-json', '/api/docs-asyncapi'], cachedAnswers())
  app.use(
    Router().get('/api/docs-asyncapi', (_request, response) => {
      response.type('json').send(JSON.stringify(describeAsyncApi(config)))
    }),
  )
  SwaggerModule.setup('api/docs', app, () => describeApi(app, config), {
    raw: ['json'],
    customSiteTitle: `${config.appName} API`,
  })
}

/** The OpenAPI document of the REST API, made from the controllers and the schemas they check with. */
export function describeApi(app: INestApplication, config: Config): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle(`${config.appName} API`)
    .setVersion('1')
    .setDescription(
      'JSON in snake_case, times in ISO 8601 UTC, ids as UUIDs. Every 4xx and 5xx carries an `ApiError`: switch on its ' +
        '`code`, show its `message`. Users bring a token that your own backend has signed; staff sign in here.',
    )
    .addServer(serverUrlOf(config))
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build()
  return SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller}_${method}`,
  })
}

/** Nest would serve the whole package of Swagger UI, and compress it anew for each answer. */
function referenceFiles(): RequestHandler {
  const files = staticFiles(dirname(require.resolve('swagger-ui-dist/package.json')))
  return (request, response, next) => {
    if (PAGE.test(request.path)) next()
    else if (FILES.test(request.path)) void files(request, response, next)
    else next(new AppError('not_found', 'There is nothing here'))
  }
}
