import type { NestExpressApplication } from '@nestjs/platform-express'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import type { Config } from './config/config.js'

/** Serves the reference of the REST API at `/api/docs`, and the document itself at `/api/docs-json`. */
export function serveApiReference(app: NestExpressApplication, config: Config): void {
  const settings = new DocumentBuilder()
    .setTitle(`${config.appName} API`)
    .setVersion('1')
    .setDescription(
      'JSON in snake_case, times in ISO 8601 UTC, ids as UUIDs. Every 4xx and 5xx carries an `ApiError`: switch on its ' +
        '`code`, show its `message`. Users bring a token that your own backend has signed; staff sign in here.',
    )
    .addServer(config.publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build()
  const makeDocument = () =>
    SwaggerModule.createDocument(app, settings, {
      operationIdFactory: (controller, method) => `${controller}_${method}`,
    })
  SwaggerModule.setup('api/docs', app, makeDocument, {
    raw: ['json'],
    customSiteTitle: `${config.appName} API`,
  })
}
