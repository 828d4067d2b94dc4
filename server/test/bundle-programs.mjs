// Bundles the programs that tests start as processes of their own, with the libraries they use: to find and load these
// one by one, some 3,000 files, takes a process longer than all else until it listens, and tests start many.
import { transform } from '@swc/core'
import { build } from 'esbuild'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SERVER = fileURLToPath(new URL('..', import.meta.url))

/** By the name that programs.ts knows. */
const PROGRAMS = {
  main: 'src/main.ts',
  'staff-password': 'src/staff-password/main.ts',
  'staff-break-glass': 'src/staff-break-glass/main.ts',
  backup: 'src/backup/main.ts',
  restore: 'src/restore/main.ts',
  rehearse: 'src/rehearse/main.ts',
  'run-server': 'test/run-server.ts',
  'run-host': 'test/run-host.ts',
  'faulty-server': 'test/faults/faulty-server.ts',
}

/** Those that read files beside their own, are native, or are imported only where they are there or asked for. */
const EXTERNAL = [
  '@fastify/static',
  '@nestjs/microservices',
  '@node-rs/argon2',
  'bull',
  'class-*',
  'preview-email',
  'reflect-metadata',
  'swagger-ui-dist',
]

/** The packages of CommonJS among those that are bundled require Node's own modules. */
const REQUIRE =
  "import 'reflect-metadata'; import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

/** Writes `NAME.js` of each to `folder`, which must be below the node_modules that has what stays outside. */
export async function bundlePrograms(folder) {
  const swc = JSON.parse(await readFile(join(SERVER, '.swcrc'), 'utf8'))
  await build({
    absWorkingDir: SERVER,
    entryPoints: PROGRAMS,
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    keepNames: true,
    conditions: ['source'],
    alias: { '@support-chat/server': join(SERVER, 'src/index.ts') },
    logLevel: 'error',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    plugins: [{ name: 'server', setup: (build) => setUp(build, swc) }],
  })
}

function setUp({ onLoad }, swc) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => compile(path, swc))
  onLoad({ filter: /typeorm-compat\.js$/ }, ({ path }) => askBundle(path))
}

/** Nest asks for TypeORM in a way that no bundler sees: all of it would be loaded once more. */
async function askBundle(path) {
  const source = await readFile(path, 'utf8')
  return { contents: source.replace(/^const require = .*$/m, '') }
}

/** As the build does, with the metadata that Nest's injection needs. What a file finds beside itself stays where it is. */
async function compile(filename, options) {
  const source = await readFile(filename, 'utf8')
  const { code } = await transform(source, {
    ...options,
    $schema: undefined,
    swcrc: false,
    filename,
    sourceMaps: false,
  })
  return { contents: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(filename).href)), loader: 'js' }
}
