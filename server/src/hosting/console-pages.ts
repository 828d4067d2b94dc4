import type { SignInOptions } from '@support-chat/shared'
import { type RequestHandler, Router } from 'express'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { consolePolicy } from './security-headers.js'
import { staticFiles } from './static-files.js'

/** The addresses in the console's index.html that count from the root. */
const ADDRESS = '"/admin/"'

/** What the console's index.html holds where each answer puts a nonce of its own. */
const PLACE_OF_NONCE = 'CSP_NONCE'

/** And where it says how staff sign in. */
const PLACE_OF_OPTIONS = 'SIGN_IN_OPTIONS'

/**
 * The staff console: its files, and its one page for every address that is not a file.
 * @param base what `/admin/` is below, seen from outside
 * @param signIn how staff sign in; null: with passwords
 */
export function consolePages(folder: string, base: string, signIn: SignInOptions | null = null): RequestHandler {
  const home = `${base}/admin/`
  const options = signIn === null ? '' : inAttribute(JSON.stringify(signIn))
  const router = Router()
  router.get('/', (request, response, next) => {
    // Its links are relative to `/admin/`.
    if (request.originalUrl.replace(/\?.*/s, '').endsWith('/')) next()
    else response.redirect(home)
  })
  router.get('/index.html', (_request, response) => {
    response.redirect(home)
  })
  router.use(staticFiles(folder))
  router.get('/{*address}', async (request, response, next) => {
    const page =
      extname(request.path) === '' ? await readFile(join(folder, 'index.html'), 'utf8').catch(() => null) : null
    if (page === null) {
      next()
      return
    }
    const nonce = randomBytes(16).toString('base64')
    response.set({ 'Cache-Control': 'no-cache', 'Content-Security-Policy': consolePolicy(nonce) })
    const filled = page.replaceAll(PLACE_OF_NONCE, nonce).replaceAll(ADDRESS, `"${home}"`)
    response.type('html').send(filled.replace(PLACE_OF_OPTIONS, () => options))
  })
  return router
}

/** A text as it stands in an attribute of HTML. */
function inAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
