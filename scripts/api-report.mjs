// Writes what each public package declares to docs/api, so that a change of it is seen in review: every exported name and,
// once, each of our declarations that they lead to, without comments and private members. `--check` only compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describeDeclarations } from './api/describe-declarations.mjs'
import { root } from './run.mjs'

const slashed = (path) => path.replaceAll('\\', '/')
const ours = slashed(root)
const isSource = (file) => /\/(?:server|shared)\/src\//.test(file) && file.endsWith('.ts') && !file.endsWith('.d.ts')
/** Declarations are only read. */
const OPTIONS = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  noEmit: true,
  skipLibCheck: true,
  types: [],
}

const REPORTS = {
  widget: () => describeDeclarations(readBuiltWidget(), ours + 'widget/lib/types/'),
  server: () => describeDeclarations(declareServer(), ours),
}

let drifted = false
mkdirSync(join(root, 'docs/api'), { recursive: true })
for (const [name, make] of Object.entries(REPORTS)) {
  const file = join(root, `docs/api/${name}.md`)
  const report = `# What @support-chat/${name} declares\n\nWritten by \`npm run api\`.\n\n${make()}`
  if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === report) continue
  drifted = true
  if (!process.argv.includes('--check')) writeFileSync(file, report)
  else
    console.error(
      `docs/api/${name}.md is not what the package declares: run \`npm run api\`, and look at what changed.`,
    )
}
if (drifted && process.argv.includes('--check')) process.exit(1)

/** As it is packed. */
function readBuiltWidget() {
  const { exports } = JSON.parse(readFileSync(join(root, 'widget/package.json'), 'utf8'))
  const entries = Object.entries(exports).filter(([, { types }]) => types)
  const files = entries.map(([path, { types }]) => [
    `@support-chat/widget${path.slice(1)}`,
    ours + 'widget/' + types.slice(2),
  ])
  return { entries: files, program: ts.createProgram(Object.values(Object.fromEntries(files)), OPTIONS) }
}

/** The server is packed without declarations: they are made here, and read from memory. */
function declareServer() {
  const { config } = ts.readConfigFile(join(root, 'server/tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'server'))
  const emit = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    rootDir: root,
    outDir: root,
  }
  const paths = { '@support-chat/shared': [join(root, 'shared/src/index.ts')] }
  const declared = new Map()
  const program = ts.createProgram([join(root, 'server/src/index.ts')], { ...options, ...emit, paths })
  program.emit(undefined, (file, text) => declared.set(slashed(file), text), undefined, true)

  const host = ts.createCompilerHost(OPTIONS)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => declared.has(file) || (!isSource(file) && fileExists(file))
  host.readFile = (file) => declared.get(file) ?? readFile(file)
  host.getSourceFile = (file, version) =>
    declared.has(file) ? ts.createSourceFile(file, declared.get(file), version) : getSourceFile(file, version)
  const index = `${ours}server/src/index.d.ts`
  const shared = { '@support-chat/shared': [`${ours}shared/src/index.d.ts`] }
  return {
    entries: [['@support-chat/server', index]],
    program: ts.createProgram([index], { ...OPTIONS, paths: shared }, host),
  }
}
