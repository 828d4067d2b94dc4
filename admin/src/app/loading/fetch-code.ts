/** Timeout for one file. */
const FILE_MS = 20_000

/** Imports as the build writes them: `import("./name-HASH.js")` in functions, `from"./name-HASH.js"` in files. */
const CALLED_FOR = /import\(\s*["'](\.\/[\w.-]+\.js)["']\s*\)/g
const IMPORTED = /(?:from|import)\s*["'](\.\/[\w.-]+\.js)["']/g

/** The server has no such file. */
export class NoLongerThere extends Error {
  override name = 'NoLongerThere'
}

/** What each file imports that has come or is on its way: it is asked for once in the life of a page. */
const fetched = new Map<string, Promise<string[]>>(filesOfPage().map((file) => [file, Promise.resolve([])]))

/** Files that the page itself names have come, with all that they import: nothing runs before. */
function filesOfPage(): string[] {
  const links = document.querySelectorAll('link[rel="modulepreload"]')
  return Array.from(links, (link) => `./${link.getAttribute('href')}`)
}

/** Fetches the files that an `import()` in `load` needs; the browser's cache has them then. @throws when one does not come */
export function fetchCode(load: () => unknown): Promise<void> {
  return fetchAll(namesIn(String(load), CALLED_FOR), new Set())
}

/** All at once, and what they import behind each of them; `known` are on their way already. */
async function fetchAll(files: string[], known: Set<string>): Promise<void> {
  const added = files.filter((file) => !known.has(file))
  for (const file of added) known.add(file)
  await Promise.all(added.map(async (file) => fetchAll(await importsOf(file), known)))
}

function importsOf(file: string): Promise<string[]> {
  const before = fetched.get(file)
  if (before) return before
  const imports = fetchFile(file).then((text) => namesIn(text, IMPORTED))
  fetched.set(file, imports)
  imports.catch(() => fetched.delete(file))
  return imports
}

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '')

async function fetchFile(name: string): Promise<string> {
  const answer = await fetch(new URL(name, document.baseURI), { signal: AbortSignal.timeout(FILE_MS) })
  if (answer.status === 404 || answer.status === 410) throw new NoLongerThere(name)
  if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`)
  return answer.text()
}
