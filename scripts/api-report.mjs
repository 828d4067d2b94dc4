// Writes what each public package declares to docs/api, so that a change of it is seen in review: every exported name and,
// once, each of our declarations that they lead to, without comments and private members. `--check` only compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describeDeclarations } from './api/describe-declarations.mjs'
import { root } from './run.mjs'

/** Declarations are only read. */
const OPTIONS = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  noEmit: true,
  skipLibCheck: true,
  types: [],
}

/** Where each package has its types. */
const PACKAGES = { widget: 'widget/lib/types/', server: 'server/lib/' }

let drifted = false
mkdirSync(join(root, 'docs/api'), { recursive: true })
for (const [name, folder] of Object.entries(PACKAGES)) {
  const file = join(root, `docs/api/${name}.md`)
  const declared = describeDeclarations(readBuilt(name), join(root, folder).replaceAll('\\', '/'))
  const report = `# What @support-chat/${name} declares\n\nWritten by \`npm run api\`.\n\n${declared}`
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
function readBuilt(name) {
  const { exports } = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8'))
  if (!existsSync(join(root, PACKAGES[name]))) {
    console.error(`${PACKAGES[name]} is missing: run \`npx nx run ${name}:package\` first.`)
    process.exit(1)
  }
  const entries = Object.entries(exports).filter(([, { types }]) => types)
  const files = entries.map(([path, { types }]) => [
    `@support-chat/${name}${path.slice(1)}`,
    join(root, name, types).replaceAll('\\', '/'),
  ])
  return { entries: files, program: ts.createProgram(Object.values(Object.fromEntries(files)), OPTIONS) }
}
