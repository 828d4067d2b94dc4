import { readFile } from 'node:fs/promises'

/** Read where the module that it is a copy of is read. */
const COPY = '?copy.ts'

/**
 * Makes chunks that need none but the entry, so that each can be fetched again by itself: `mock` has copies of what it
 * shares with the conversation. Browsers remember that a module did not come; `lazy((again) => import('./chunk.js'))` asks
 * under another address.
 */
export function independentChunks() {
  return {
    name: 'independent-chunks',
    enforce: 'pre',
    async resolveId(source, importer = '', options) {
      if (!importer.endsWith(COPY) && !/widget\/src\/demo\/(demo|mock)-session\.ts$/.test(importer)) return null
      const found = await this.resolve(source, importer.replace(COPY, ''), { ...options, skipSelf: true })
      return found?.id.includes('/shared/src/') ? { id: found.id + COPY, moduleSideEffects: false } : null
    },
    load: (id) => (id.endsWith(COPY) ? readFile(id.slice(0, -COPY.length), 'utf8') : null),
    renderChunk: (code) => ({
      code: code.replace(/\((\w+)\) => import\((["'`][^"'`]+["'`])\)/g, '($1) => import($2 + $1)'),
      map: null,
    }),
    generateBundle(_options, bundle) {
      for (const { type, fileName, imports, code } of Object.values(bundle)) {
        const other = type === 'chunk' && imports.find((name) => !bundle[name].isEntry)
        if (other) this.error(`${fileName} cannot be fetched again by itself: it needs ${other}`)
        if (/import\(([`'"])[^`'"]+\1\)/.test(code)) this.error(`${fileName} imports a chunk under one address only`)
      }
    },
  }
}
