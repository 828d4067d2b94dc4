// Writes the types of the npm package.
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declarePackage } from '../scripts/declarations/declare-package.mjs'
import { ENTRIES } from './vite.package.mjs'

declarePackage('widget', ENTRIES, join(import.meta.dirname, 'lib/types'))

// These name the tag to JSX of frameworks that this project has none of: there is nothing to them but types.
for (const name of ['preact', 'solid']) {
  copyFileSync(join(import.meta.dirname, `types/${name}.d.ts`), join(import.meta.dirname, `lib/types/${name}.d.ts`))
  writeFileSync(join(import.meta.dirname, `lib/${name}.js`), 'export {}\n')
}
