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
        const source = JSON.stringify({ entry, integrity: Object.fromEntries(chunks.map(digest)) }, null, 2)
        this.emitFile({ type: 'asset', fileName: 'integrity.json', source: `${source}\n` })
      },
    },
  }
}

function digest({ fileName, code }) {
  return [fileName, `sha384-${createHash('sha384').update(code).digest('base64')}`]
}
