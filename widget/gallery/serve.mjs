import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'

/** Serves the page with every state of the widget, from its sources. @returns the server, with its address as `url` */
export async function serveGallery() {
  const server = await createServer({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    cacheDir: mkdtempSync(join(tmpdir(), 'support-chat-vite-')),
    server: { port: 0, host: '127.0.0.1', hmr: false, ws: false, fs: { allow: [join(import.meta.dirname, '../..')] } },
    resolve: { conditions: ['source', 'module', 'browser', 'development'] },
  })
  await server.listen()
  const [url = ''] = server.resolvedUrls?.local ?? []
  return { url, close: () => server.close() }
}
