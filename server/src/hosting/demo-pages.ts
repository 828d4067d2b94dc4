import express, { type RequestHandler, Router } from 'express'
import { secretsOf } from '../config/secret-rotation.js'
import jwt from 'jsonwebtoken'
import { join } from 'node:path'
import { basePathOf } from '../config/base-path.js'
import type { Config, UserJwtConfig } from '../config/config.js'
import { AppError } from '../common/errors/app-error.js'
import { sendPage } from './send-page.js'
import { staticFiles } from './static-files.js'

const DEFAULT_USER = 'demo'
const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i
const TOKEN_LIFETIME_SECONDS = 15 * 60

/**
 * A page of a made-up company that has put the widget into its product, in development only. It signs anyone in who
 * asks, as a real company's backend would sign in its own users.
 */
export function demoPages(config: Config, folder: string): RequestHandler {
  const base = basePathOf(config)
  const router = Router()
  router.get('/', async (request, response) => {
    const user = userName(request.query['user'] || DEFAULT_USER)
    if (user === null) {
      response.status(400)
      await sendPage(response, join(folder, 'bad-name.html'), { base })
    } else {
      const page = 'secret' in config.userJwt.key ? 'demo.html' : 'no-secret.html'
      await sendPage(response, join(folder, page), { base, user })
    }
  })
  router.get('/theming', (_request, response) => sendPage(response, join(folder, 'theming.html'), { base }))
  router.post('/token', express.json(), (request, response) => {
    const user = userName((request.body as { user?: unknown } | undefined)?.user)
    if (user === null) throw new AppError('invalid_request', 'The name must be made of letters and digits')
    response.set('Cache-Control', 'no-store').json({ token: signToken(user, config.userJwt) })
  })
  router.use(staticFiles(folder))
  return router
}

function userName(value: unknown): string | null {
  return typeof value === 'string' && USER_NAME.test(value) ? value : null
}

function signToken(user: string, { key, issuer, audience }: UserJwtConfig): string {
  if (!('secret' in key)) throw new AppError('not_found', 'The demo signs with USER_JWT_SECRET, which is not set')
  const name = user.charAt(0).toUpperCase() + user.slice(1)
  const claims = { sub: user, email: `${user}@example.com`, name }
  return jwt.sign(claims, secretsOf(key.secret)[0], {
    algorithm: 'HS256',
    expiresIn: TOKEN_LIFETIME_SECONDS,
    ...(issuer && { issuer }),
    ...(audience && { audience }),
  })
}
