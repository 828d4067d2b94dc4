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

/**
 * The staff console: its files, and its one page for every address that is not a file.
 * @param base what `/admin/` is below, seen from outside
 */
export function consolePages(folder: string, base: string): RequestHandler {
  const home = `${base}/admin/`
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
    response.type('html').send(page.replaceAll(PLACE_OF_NONCE, nonce).replaceAll(ADDRESS, `"${home}"`))
  })
  return router
}
