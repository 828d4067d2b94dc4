import { gzipSync } from 'node:zlib'

/** Bytes over the wire, gzip: what a page loads at once, and what all of it comes to. */
const FIRST = 10_000
const ALL = 35_000

/** Fails the build when the widget has become too heavy for somebody else's page. */
export function sizeBudget() {
  return {
    name: 'size-budget',
    generateBundle(_options, bundle) {
      const sizes = new Map(
        Object.values(bundle)
          .filter(({ type }) => type === 'chunk')
          .map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length]),
      )
      const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      const first = atOnce(bundle, 'support-chat.js').reduce((sum, name) => sum + sizes.get(name), 0)
      const figures = `first script ${first} of ${FIRST} bytes gzip, everything ${all} of ${ALL}`
      if (first > FIRST || all > ALL) this.error(`over budget: ${figures}`)
      this.info(figures)
    },
  }
}

/** A chunk and what it cannot run without. */
function atOnce(bundle, name, seen = new Set()) {
  seen.add(name)
  for (const imported of bundle[name].imports) if (!seen.has(imported)) atOnce(bundle, imported, seen)
  return [...seen]
}
