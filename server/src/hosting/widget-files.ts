import { type RequestHandler, Router } from 'express'
import { staticFiles } from './static-files.js'

/**
 * How long browsers use a cached `support-chat.js`; its chunks have hashed names. `integrity.json` names the same script
 * under a hashed name, for pages that load it with an integrity hash.
 */
const ENTRY = 'public, max-age=300'

/** The same files stand at `/widget/` and here: a page that names the major version stays with it when there is another. */
const MAJOR = '/1'

/** The widget's script and its chunks, for pages of any origin: browsers fetch module scripts with CORS. */
export function widgetFiles(folder: string): RequestHandler {
  const router = Router()
  router.use((_request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
    })
    next()
  })
  const files = staticFiles(folder, ENTRY)
  router.use(MAJOR, files)
  router.use(files)
  return router
}
