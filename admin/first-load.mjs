// Fails the build when the console has grown too heavy. First load is all that a member of staff waits for, from the
// sign-in page to an open chat in one language; what it names here brings all that it imports along.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { BuiltFiles } from './built-files.mjs'

const LIMIT_KB = 190
const FIRST_SCREENS = ['sign-in', 'signed-in']

const dist = fileURLToPath(new URL('dist', import.meta.url))
const files = new BuiltFiles(dist)
const page = readFileSync(join(dist, 'index.html'), 'utf8')
const named = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file)
const first = files.withImports([...named, ...FIRST_SCREENS.map((name) => files.named(name))])

const weigh = (names) => names.reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, name))).length, 0) / 1000
const loaded = weigh([...first])
console.log(
  `Console: first load ${loaded.toFixed(1)} kB gzip in ${first.size} files, ${LIMIT_KB} kB allowed; ` +
    `everything ${weigh(files.all).toFixed(1)} kB in ${files.all.length} files`,
)
if (loaded > LIMIT_KB) process.exit(1)
