import { createHash } from 'node:crypto'

/**
 * Writes `integrity.json` beside the build whose entry has a hashed name: that name, and the Subresource Integrity of
 * each script that a page which starts with it can come to load.
 */
export function integrity() {
  return {
    name: 'integrity',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk')
        const entry = chunks.find(({ isEntry }) => isEntry).fileName
        if (entry === 'support-chat.js') return
        const source = JSON.stringify({ entry, integrity: Object.fromEntries(chunks.flatMap(digests)) }, null, 2)
        this.emitFile({ type: 'asset', fileName: 'integrity.json', source: `${source}\n` })
      },
    },
  }
}

/** A chunk that did not come is asked for under these addresses, one after the other; see `lazy.ts`. */
const AGAIN = ['', '?1', '?2', '?3', '?4']

function digests({ fileName, code, isEntry }) {
  const digest = `sha384-${createHash('sha384').update(code).digest('base64')}`
  return (isEntry ? [''] : AGAIN).map((again) => [fileName + again, digest])
}
