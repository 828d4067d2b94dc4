/** Timeout for one file. */
const FILE_MS = 20_000

/** Imports as the build writes them: `import("./name-HASH.js")` in functions, `from"./name-HASH.js"` in files. */
const CALLED_FOR = /import\(\s*["'](\.\/[\w.-]+\.js)["']\s*\)/g
const IMPORTED = /(?:from|import)\s*["'](\.\/[\w.-]+\.js)["']/g

/** The server has no such file. */
export class NoLongerThere extends Error {
  override name = 'NoLongerThere'
}

/** Fetches the files that an `import()` in `load` needs; the browser's cache has them then. @throws when one does not come */
export async function fetchCode(load: () => unknown): Promise<void> {
  const files = namesIn(String(load), CALLED_FOR)
  // A set is walked through to the end of what is added on the way.
  const all = new Set(files)
  for (const file of all) {
    for (const imported of namesIn(await fetchFile(file), IMPORTED)) all.add(imported)
  }
}

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '')

async function fetchFile(name: string): Promise<string> {
  const answer = await fetch(new URL(name, document.baseURI), { signal: AbortSignal.timeout(FILE_MS) })
  if (answer.status === 404 || answer.status === 410) throw new NoLongerThere(name)
  if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`)
  return answer.text()
}
