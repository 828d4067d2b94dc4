/** What editors and catalogues read of the element: only what is published, under the names it is published by. */
export default {
  globs: ['src/element/support-chat.ts'],
  outdir: 'lib',
  litelement: true,
  quiet: true,
  plugins: [published()],
}

function published() {
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest: manifest }) {
      const element = manifest.modules
        .flatMap(({ declarations }) => declarations)
        .find(({ customElement }) => customElement)
      element.members = element.members.filter(({ privacy }) => privacy !== 'private')
      const declaration = { name: element.name, module: 'lib/element.js' }
      const module = (path, declarations, ...exports) => ({ kind: 'javascript-module', path, declarations, exports })
      const named = { kind: 'js', name: element.name, declaration }
      manifest.modules = [
        module('lib/element.js', [element], named),
        module('lib/index.js', [], named, { kind: 'custom-element-definition', name: element.tagName, declaration }),
      ]
    },
  }
}
