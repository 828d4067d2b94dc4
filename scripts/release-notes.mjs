// Prints what the changelogs say of a version: `node scripts/release-notes.mjs 0.2.0`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

const [version] = process.argv.slice(2)
const notes = [
  ['Widget', 'widget'],
  ['Server and console', 'server'],
].flatMap(([title, folder]) => {
  const [, ...sections] = readFileSync(join(root, folder, 'CHANGELOG.md'), 'utf8').split(/^## /m)
  const section = sections.find((text) => text.startsWith(`${version}\n`))
  return section ? [`## ${title}\n\n${section.slice(version.length).trim()}\n`] : []
})
if (notes.length === 0) {
  console.error(`No changelog knows ${version}`)
  process.exit(1)
}
console.log(notes.join('\n'))
