// Lets Node run the server's sources without a build: `node --import ./typescript.mjs src/main.ts`.
import { transform } from '@swc/core'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const options = JSON.parse(await readFile(new URL('./.swcrc', import.meta.url), 'utf8'))

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context)
  } catch (error) {
    if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error
    return next(specifier.replace(/\.js$/, '.ts'), context)
  }
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const filename = fileURLToPath(url)
  const { code } = await transform(await readFile(filename, 'utf8'), {
    ...options,
    $schema: undefined,
    swcrc: false,
    filename,
    sourceMaps: 'inline',
  })
  return { format: 'module', source: code, shortCircuit: true }
}
