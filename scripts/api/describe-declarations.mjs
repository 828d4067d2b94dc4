// What the entries of a package declare, as text.
import ts from 'typescript'

const printer = ts.createPrinter({ removeComments: true })

const isTopLevel = (node) => ts.isSourceFile(node.parent) || ts.isVariableDeclaration(node)
const moduleName = ({ declarations: [file] }) => file.fileName.replace(/.*\/|\.d\.ts$/g, '')
const isBelow = (folder, node) => {
  const { fileName } = node.getSourceFile()
  return fileName.startsWith(folder) && !fileName.includes('/node_modules/')
}
const isPrivate = (node) =>
  (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) ||
  (node.name && ts.isPrivateIdentifier(node.name))

/** A class as those see it who use it; any other declaration as it is. */
function withoutPrivate(node) {
  if (ts.isVariableDeclaration(node)) return node.parent.parent
  if (!ts.isClassDeclaration(node)) return node
  const { modifiers, name, typeParameters, heritageClauses, members } = node
  const shown = members.filter((member) => !isPrivate(member))
  return ts.factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, shown)
}

/**
 * Every name that the entries export and, once, each declaration below `folder` that they lead to, without comments and
 * private members.
 * @param {{ entries: [name: string, file: string][], program: ts.Program }} packed
 * @param {string} folder
 */
export function describeDeclarations({ entries, program }, folder) {
  const checker = program.getTypeChecker()
  const found = new Map()
  const lists = entries.map(([name, file]) => {
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
    for (const symbol of exported) collect(symbol)
    const names = exported.map((symbol) => `- \`${symbol.name}\``).sort()
    return `## ${name}\n\n${names.join('\n') || 'Nothing by name: what it declares is global.'}\n`
  })
  const declarations = [...found.values()].sort().join('\n\n')
  return `${lists.join('\n')}\n## Declarations\n\n\`\`\`ts\n${declarations}\n\`\`\`\n`

  /** The declaration behind a name, and what that names in turn. */
  function collect(symbol) {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    if (target.declarations?.some((node) => ts.isSourceFile(node) && isBelow(folder, node)))
      return collectModule(target)
    const own = (target.declarations ?? []).filter((node) => isBelow(folder, node) && isTopLevel(node))
    if (own.length === 0 || found.has(target)) return
    found.set(target, '')
    const nodes = own.map(withoutPrivate)
    const texts = nodes.map((node) =>
      printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile?.() ?? own[0].getSourceFile()),
    )
    found.set(target, texts.join('\n'))
    for (const node of own) visit(node)
  }

  /** What is exported as one name: `export * as`. */
  function collectModule(target) {
    const exported = checker.getExportsOfModule(target)
    for (const symbol of exported) collect(symbol)
    const names = exported.map(({ name }) => name)
    found.set(target, `export * as ${moduleName(target)}; // ${names.sort().join(', ')}`)
  }

  function visit(node) {
    if (isPrivate(node)) return
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      if (symbol) collect(symbol)
    }
    ts.forEachChild(node, visit)
  }
}
