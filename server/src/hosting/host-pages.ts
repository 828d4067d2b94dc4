import type { NestExpressApplication } from '@nestjs/platform-express'
import type { SignInOptions } from '@support-chat/shared'
import compression from 'compression'
import type { Request, RequestHandler, Response } from 'express'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { basePathOf } from '../config/base-path.js'
import type { Config } from '../config/config.js'
import { AppError } from '../common/errors/app-error.js'
import { consolePages } from './console-pages.js'
import { demoPages } from './demo-pages.js'
import { frontEnd } from './front-ends.js'
import { removeBase } from './remove-base.js'
import { protectApi, protectPages } from './security-headers.js'
import { sendPage } from './send-page.js'
import { staticFiles } from './static-files.js'
import { widgetFiles } from './widget-files.js'

/** The same from `src/hosting` and from `dist/hosting`. */
const publicFiles = fileURLToPath(new URL('../../public', import.meta.url))

/** Answers of the API are compressed as they are sent, files once. */
export function compressApi(app: NestExpressApplication, config: Config): void {
  app.disable('x-powered-by')
  app.use('/api', protectApi(config), compression({ filter: isAnswer }))
}

/** Serves everything outside `/api`: console, widget and demo; all else is a 404. And all of it below the base path. */
export function hostPages(app: NestExpressApplication, config: Config): void {
  const base = basePathOf(config)
  removeBase(app.getHttpServer(), base)
  hostWidget(app)
  app.use(exceptApi(protectPages(config)))
  app.use('/pages', staticFiles(join(publicFiles, 'pages')))
  app.use('/admin', consolePages(frontEnd('admin'), base, signInOptions(config)))
  if (config.environment === 'development') app.use('/demo', demoPages(config, join(publicFiles, 'demo')))
  app.use(exceptApi(frontDoor(config)))
  app.use(exceptApi(unknownPage(join(publicFiles, 'pages/not-found.html'), base)))
}

/** Beside the API of an application's module: the widget, and the console where staff sign in there. */
export function hostFrontEnds(app: NestExpressApplication, config: Config): void {
  hostWidget(app)
  const pages = consolePages(frontEnd('admin'), basePathOf(config), signInOptions(config))
  if (config.console) app.use('/admin', protectPages(config), pages)
}

function signInOptions({ passwordLogin, oidc }: Config): SignInOptions | null {
  return oidc && { password: passwordLogin, sso: { button: oidc.button } }
}

function hostWidget(app: NestExpressApplication): void {
  app.use('/widget', widgetFiles(frontEnd('widget')))
}

/** All of the API but its reference, which is compressed once, as files are. */
function isAnswer(request: Request, response: Response): boolean {
  return !/^\/api\/docs(?:[/?-]|$)/.test(request.originalUrl) && compression.filter(request, response)
}

function exceptApi(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (/^\/api(\/|$)/.test(request.path)) next()
    else handler(request, response, next) as void
  }
}

/** Redirects from `/`, where there is no page. */
function frontDoor(config: Config): RequestHandler {
  const page = basePathOf(config) + (config.environment === 'development' ? '/demo' : '/admin/')
  return (request, response, next) => {
    if (request.path === '/') response.redirect(page)
    else next()
  }
}

function unknownPage(file: string, base: string): RequestHandler {
  return async (request, response) => {
    response.status(404)
    if (request.accepts('html')) await sendPage(response, file, { base })
    else response.json(new AppError('not_found', 'There is nothing here').toApiError())
  }
}
