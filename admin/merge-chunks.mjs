// Merges the chunks that are loaded together, and writes the console as it is served. The build before makes a chunk of
// whatever any two parts of the console share: fifty requests before the first screen, where six will do.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rollup } from 'rollup'
import { BuiltFiles, nameOf } from './built-files.mjs'

const source = fileURLToPath(new URL('.angular/dist', import.meta.url))
const dist = fileURLToPath(new URL('dist', import.meta.url))
const MODULE_PRELOADS = /<link rel="modulepreload"[^>]*>/g

const files = new BuiltFiles(source)
const main = files.named('main')
const signedIn = files.named('signed-in')
// The parts themselves stay files of their own: `main` waits for the other while it runs.
const first = files.withImports([main])
const workspace = files.withImports([signedIn])
const parts = [main, signedIn]

const bundle = await rollup({
  input: join(source, main),
  // That has been done.
  treeshake: false,
  onwarn: ({ message }) => {
    throw new Error(message)
  },
})
rmSync(dist, { recursive: true, force: true })
cpSync(source, dist, { recursive: true, filter: (file) => !file.endsWith('.js') })
const { output } = await bundle.write({
  dir: dist,
  compact: true,
  generatedCode: { constBindings: true },
  hashCharacters: 'base36',
  hoistTransitiveImports: false,
  entryFileNames: ({ name }) => `${nameOf(name)}-[hash].js`,
  chunkFileNames: ({ name }) => `${nameOf(name)}-[hash].js`,
  manualChunks: (id) => groupOf(relative(source, id)),
})
await bundle.close()
writePage(output.find((chunk) => chunk.isEntry))

/** @returns {string | null} the chunk that takes it in; null leaves it alone */
function groupOf(/** @type {string} */ file) {
  if (parts.includes(file)) return null
  if (first.has(file)) return 'first'
  return workspace.has(file) ? 'workspace' : null
}

/** Has the page load the new entry. */
function writePage(/** @type {import('rollup').OutputChunk} */ { fileName, imports }) {
  const page = readFileSync(join(source, 'index.html'), 'utf8')
  const script = `<script src="${main}"`
  if (!page.includes(script)) throw new Error(`The page of the console does not load ${main}`)
  const preloads = imports.map((file) => `<link rel="modulepreload" href="${file}">`).join('')
  const loading = page.replaceAll(MODULE_PRELOADS, '').replace(script, `${preloads}<script src="${fileName}"`)
  writeFileSync(join(dist, 'index.html'), loading)
}
