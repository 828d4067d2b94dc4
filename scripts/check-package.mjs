// Prints what is wrong with a packed package, a line each: files that its manifest names and it has not, and types that some
// way of resolving does not find or that are not those of what runs. Nothing where all is well.
//
//     node scripts/check-package.mjs TARBALL
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const packed = readFileSync(process.argv[2])
const tarball = packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength)

const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
for (const message of messages) console.log(formatMessage(message, pkg, { color: false }))

const checked = await checkPackage(createPackageFromTarballData(packed), { excludeEntrypoints: [/\.json$/] })
if (!checked.types) console.log('It has no types')
for (const problem of checked.problems ?? []) {
  // ECMAScript modules only: Node.js can require such, and what knows no exports is older than that.
  if (problem.kind !== 'CJSResolvesToESM' && problem.resolutionKind !== 'node10') console.log(JSON.stringify(problem))
}
