// Writes the npm package to lib/: of what is built, the entries and whatever they lead to, and the types of both. The contract
// comes inside, since nobody outside can install the workspace's own package, and so do console and widget, to be served.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { declarePackage, rewriteImports } from '../scripts/declarations/declare-package.mjs'

const FRONT_ENDS = ['admin', 'widget']
const here = import.meta.dirname
const lib = join(here, 'lib')
const written = new Set()

rmSync(lib, { recursive: true, force: true })
copy('index.js')
copy('testing/index.js')
declarePackage('server', ['index', 'testing/index'], lib)
for (const name of FRONT_ENDS)
  cpSync(join(here, '..', name, 'dist'), join(lib, 'front-ends', name), { recursive: true })
console.log(`server: ${written.size} files packaged`)

function copy(path) {
  if (written.has(path)) return
  written.add(path)
  const built = path.startsWith('shared/')
    ? join(here, '../shared/dist', path.slice('shared/'.length))
    : join(here, 'dist', path)
  const file = join(lib, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, rewriteImports(path, readFileSync(built, 'utf8'), copy))
  if (existsSync(`${built}.map`)) cpSync(`${built}.map`, `${file}.map`)
}
