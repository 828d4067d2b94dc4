/**
 * Writes the types of the npm package: what TypeScript declares for its entries and for whatever they lead to, those of
 * the workspace's shared types along with them, so that the package needs no other.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import ts from 'typescript'
import { PlainTypes } from './plain-types.mjs'
import { ENTRIES } from './vite.package.mjs'

const here = import.meta.dirname
const root = join(here, '..')
/** Where the declarations of a folder go in the package. */
const FOLDERS = { 'widget/src/': '', 'shared/src/': 'shared/' }
const SHARED = {
  '@support-chat/shared': 'shared/index.js',
  '@support-chat/shared/client': 'shared/client.js',
  '@support-chat/shared/view': 'shared/view.js',
}
const SPECIFIER = /(?<=\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+|@support-chat\/[^'"]+)\1/g

const declared = declare()
const written = new Set()
for (const entry of ENTRIES) write(`${entry}.d.ts`)

/** Every declaration, by its place in the package. */
function declare() {
  const { config } = ts.readConfigFile(join(here, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here)
  const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true, rootDir: root }
  // Found by path, shared is ours to declare; found in node_modules it would be somebody else's.
  const paths = Object.fromEntries(Object.entries(SHARED).map(([name, file]) => [name, [join(root, sourceOf(file))]]))
  const files = ENTRIES.map((name) => join(here, `src/${name}.ts`))
  const program = ts.createProgram(files, { ...options, ...emit, paths, outDir: root })
  const found = new Map()
  const contract = new PlainTypes(program, slashed(join(root, 'shared/src/contract')))
  const { diagnostics } = program.emit(undefined, (file, text, _mark, _onError, [source]) => {
    const path = slashed(relative(root, file))
    const folder = Object.keys(FOLDERS).find((start) => path.startsWith(start))
    if (folder) found.set(FOLDERS[folder] + path.slice(folder.length), contract.declare(source.fileName) ?? text)
  })
  if (diagnostics.length) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost(options)))
  return found
}

function write(path) {
  if (written.has(path)) return
  written.add(path)
  const text = declared.get(path)
  if (text === undefined) throw new Error(`Nothing declares ${path}`)
  // TypeScript before 5.0 does not read `export type *`; from a file of types it says no more than `export *`.
  const own = text.replaceAll('export type * ', 'export * ').replace(SPECIFIER, (_all, quote, specifier) => {
    const target = SHARED[specifier] ?? posix.join(posix.dirname(path), specifier)
    write(target.replace(/\.js$/, '.d.ts'))
    const way = posix.relative(posix.dirname(path), target)
    return `${quote}${way.startsWith('.') ? way : `./${way}`}${quote}`
  })
  const file = join(here, 'lib/types', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, own)
}

function slashed(path) {
  return path.split(sep).join('/')
}

function sourceOf(file) {
  return file.replace('shared/', 'shared/src/').replace(/\.js$/, '.ts')
}
