// Keeps an unbuilt package from being packed: npm takes what is there, and says nothing of what is not.
import { existsSync, readFileSync } from 'node:fs'

const { name, exports } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))
const files = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)))
const missing = files.filter((file) => !existsSync(new URL(file, import.meta.url)))
if (missing.length > 0) {
  console.error(`${name} is not built (${missing[0]} is missing): run "npm run build" in the project's folder first.`)
  process.exit(1)
}
