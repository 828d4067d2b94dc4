// Fails the build when the console has grown too heavy. Counts every script and style sheet, since a member of staff who
// is signed in loads nearly all of them before the first chat is on the screen.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 190

const dist = fileURLToPath(new URL('dist/', import.meta.url))
const files = readdirSync(dist).filter((name) => /\.(?:js|css)$/.test(name))
const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(dist + name)).length, 0)
const kilobytes = bytes / 1000

console.log(`Console: ${kilobytes.toFixed(1)} kB gzip in ${files.length} files, ${LIMIT_KB} kB allowed`)
if (files.length === 0 || kilobytes > LIMIT_KB) process.exit(1)
