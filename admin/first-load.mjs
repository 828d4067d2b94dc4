// Fails the build when the console has grown too heavy. First load is all that a member of staff waits for, from the
// sign-in page to an open chat in one language; what it names here brings all that it imports along.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 190
const FIRST_SCREENS = ['sign-in', 'signed-in']
const IMPORTED = /(?:from|import)\s*["']\.\/([^"']+)["']/g

const dist = fileURLToPath(new URL('dist/', import.meta.url))
const all = readdirSync(dist).filter((name) => /\.(?:js|css)$/.test(name))

/** The file that carries this name in front of its hash. */
function named(name) {
  const file = all.find((candidate) => candidate.replace(/-[A-Z0-9]{8}\.\w+$/, '') === name)
  if (!file) throw new Error(`The console has no file for ${name}: first load cannot be counted.`)
  return file
}

// A set is walked through to the end of what is added on the way.
const first = new Set(
  [...readFileSync(`${dist}index.html`, 'utf8').matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file,
  ),
)
for (const name of FIRST_SCREENS) first.add(named(name))
for (const file of first) {
  for (const [, imported] of readFileSync(dist + file, 'utf8').matchAll(IMPORTED)) first.add(imported)
}

const weigh = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0) / 1000
const loaded = weigh([...first])
console.log(
  `Console: first load ${loaded.toFixed(1)} kB gzip in ${first.size} files, ${LIMIT_KB} kB allowed; ` +
    `everything ${weigh(all).toFixed(1)} kB in ${all.length} files`,
)
if (loaded > LIMIT_KB) process.exit(1)
