/** What editors and catalogues read of the element: only what is published, under the names it is published by. */
export default {
  globs: ['src/element/support-chat.ts', 'src/element/element-properties.ts', 'src/chat/events.ts'],
  outdir: 'lib',
  litelement: true,
  quiet: true,
  packagejson: false,
  plugins: [published()],
}

function published() {
  const events = []
  return {
    name: 'published',
    analyzePhase({ ts, node }) {
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'SupportChatEvents')
        events.push(...node.members.map(eventOf))
    },
    packageLinkPhase({ customElementsManifest: manifest }) {
      const declarations = manifest.modules.flatMap((module) => module.declarations)
      const element = declarations.find(({ tagName }) => tagName)
      const base = declarations.find(({ name }) => name === element.superclass.name)
      element.members = [...base.members, ...element.members].filter(({ privacy }) => privacy !== 'private')
      element.attributes = base.attributes
      element.superclass = base.superclass
      element.events = events
      for (const declared of [...element.members, ...element.attributes]) delete declared.inheritedFrom
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

/** A member of the map of events, as the manifest has it. */
function eventOf(member) {
  const [comment] = member.jsDoc
  return { name: member.name.text, type: { text: member.type.getText() }, description: comment.comment }
}
