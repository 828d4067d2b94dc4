/**
 * Writes the types of an npm package: what TypeScript declares for its entries and for whatever they lead to, those of the
 * workspace's shared types along with them, so that the package needs no other.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import ts from 'typescript'
import { PlainTypes } from './plain-types.mjs'

const root = join(import.meta.dirname, '../..')
const SPECIFIER = /(?<=\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+|@support-chat\/[^'"]+)\1/g

/** What the workspace's shared package exports, by its specifier: the place in a package that has it inside. */
export const SHARED = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(join(root, 'shared/package.json'), 'utf8')).exports).map(
    ([path, { default: file }]) => [`@support-chat/shared${path.slice(1)}`, file.replace('./dist/', 'shared/')],
  ),
)

/**
 * Has each import of a module of a package lead to a file of it.
 * @param {string} path of the module in the package
 * @param {string} text
 * @param {(target: string) => void} onImport is told each file that is imported, by its place in the package
 */
export function rewriteImports(path, text, onImport) {
  return text.replace(SPECIFIER, (_all, quote, specifier) => {
    const target = SHARED[specifier] ?? posix.join(posix.dirname(path), specifier)
    onImport(target)
    const way = posix.relative(posix.dirname(path), target)
    return `${quote}${way.startsWith('.') ? way : `./${way}`}${quote}`
  })
}

/**
 * @param {string} project its folder
 * @param {string[]} entries without `.ts`, below its `src`
 * @param {string} out where the declarations go
 */
export function declarePackage(project, entries, out) {
  const declared = declare(project, entries)
  const written = new Set()
  for (const entry of entries) write(`${entry}.d.ts`)

  function write(path) {
    if (written.has(path)) return
    written.add(path)
    const text = declared.get(path)
    if (text === undefined) throw new Error(`Nothing declares ${path}`)
    // TypeScript before 5.0 does not read `export type *`; from a file of types it says no more than `export *`.
    const plain = text.replaceAll('export type * ', 'export * ')
    const own = rewriteImports(path, plain, (target) => write(target.replace(/\.js$/, '.d.ts')))
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), own)
  }
}

/** Every declaration, by its place in the package. */
function declare(project, entries) {
  const here = join(root, project)
  /** Where the declarations of a folder go in the package. */
  const folders = { [`${project}/src/`]: '', 'shared/src/': 'shared/' }
  const { config } = ts.readConfigFile(join(here, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here)
  const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true, rootDir: root }
  // Found by path, shared is ours to declare; found in node_modules it would be another package's.
  const paths = Object.fromEntries(Object.entries(SHARED).map(([name, file]) => [name, [join(root, sourceOf(file))]]))
  const files = entries.map((name) => join(here, `src/${name}.ts`))
  const program = ts.createProgram(files, { ...options, ...emit, paths, outDir: root })
  const found = new Map()
  const contract = new PlainTypes(program, slashed(join(root, 'shared/src/contract')))
  const { diagnostics } = program.emit(undefined, (file, text, _mark, _onError, [source]) => {
    const path = slashed(relative(root, file))
    const folder = Object.keys(folders).find((start) => path.startsWith(start))
    if (folder) found.set(folders[folder] + path.slice(folder.length), contract.declare(source.fileName) ?? text)
  })
  if (diagnostics.length) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost(options)))
  return found
}

function slashed(path) {
  return path.split(sep).join('/')
}

function sourceOf(file) {
  return file.replace('shared/', 'shared/src/').replace(/\.js$/, '.ts')
}
