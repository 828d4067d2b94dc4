import { gzipSync } from 'node:zlib'

/** Bytes over the wire, gzip: what a page loads at once, what a conversation in one language comes to, and that language. */
const FIRST = 10_000
const ALL = 38_000
const LANGUAGE = 1_408

/** All about files, which comes with the first of them. */
const FILES = 4_000

/** Chunks that a developer of the page asks for, or that a conversation of nothing but text does without. */
const ON_DEMAND = ['demo-session', 'diagnose', 'files']

/** Fails the build when the widget has become too heavy for a customer's page. */
export function sizeBudget() {
  return {
    name: 'size-budget',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({ type, name }) => type === 'chunk' && !ON_DEMAND.includes(name))
      const sizes = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code, { level: 9 }).length]))
      const languages = chunks.filter(isLanguage).map(({ fileName }) => sizes.get(fileName))
      const language = Math.max(...languages)
      const shared = chunks.filter((chunk) => !isLanguage(chunk))
      const all = shared.reduce((sum, { fileName }) => sum + sizes.get(fileName), language)
      const { fileName: entry } = chunks.find(({ isEntry }) => isEntry)
      const first = atOnce(bundle, entry).reduce((sum, name) => sum + sizes.get(name), 0)
      const ofFiles = Object.values(bundle).find(({ name }) => name === 'files')
      const files = gzipSync(ofFiles.code, { level: 9 }).length
      const figures = `first script ${first} of ${FIRST} bytes gzip, everything ${all} of ${ALL}, a language ${language} of ${LANGUAGE}, files ${files} of ${FILES}`
      if (first > FIRST || all > ALL || language > LANGUAGE || files > FILES) this.error(`over budget: ${figures}`)
      this.info(figures)
    },
  }
}

const isLanguage = ({ facadeModuleId }) => /\/languages\/|\/english\.ts/.test(facadeModuleId)

/** A chunk and what it cannot run without. */
function atOnce(bundle, name, seen = new Set()) {
  seen.add(name)
  for (const imported of bundle[name].imports) if (!seen.has(imported)) atOnce(bundle, imported, seen)
  return [...seen]
}
