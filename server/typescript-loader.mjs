import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const options = JSON.parse(await readFile(new URL('./.swcrc', import.meta.url), 'utf8'))
const { version } = createRequire(import.meta.url)('@swc/core/package.json')
/** What was compiled, by what it was made of: tests start many servers. */
const CACHE = new URL('../node_modules/.cache/support-chat-typescript/', import.meta.url)

export function resolve(specifier, context, next) {
  // Of the packages of this repository, the sources: nothing needs to be built.
  if (!specifier.startsWith('.')) return next(specifier, { ...context, conditions: [...context.conditions, 'source'] })
  if (!/^\.\.?\/.*\.js$/.test(specifier)) return next(specifier, context)
  const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
  return existsSync(source) ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context)
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  return { format: 'module', source: await compile(fileURLToPath(url)), shortCircuit: true }
}

async function compile(filename) {
  const source = await readFile(filename, 'utf8')
  const made = JSON.stringify([version, options, filename, source])
  const file = new URL(createHash('sha256').update(made).digest('hex'), CACHE)
  const known = await readFile(file, 'utf8').catch(() => null)
  if (known !== null) return known
  const { transform } = await import('@swc/core')
  const { code } = await transform(source, {
    ...options,
    $schema: undefined,
    swcrc: false,
    filename,
    sourceMaps: 'inline',
  })
  await keep(file, code).catch(() => undefined)
  return code
}

/** Beside and then into place: another process may be reading, or may write the same. A cache is nothing one must have. */
async function keep(file, code) {
  await mkdir(CACHE, { recursive: true })
  const own = new URL(`${file.href}.${process.pid}`)
  await writeFile(own, code)
  await rename(own, file)
}
