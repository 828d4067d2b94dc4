/**
 * The contract's types as its users read them. In the workspace they are inferred from zod schemas; in the package
 * they are interfaces, so that nobody needs zod and every property says what it means: the description of its schema and its
 * comment. Neither TypeScript nor a bundler of declarations writes an inferred type out.
 */
import { basename, dirname } from 'node:path'
import ts from 'typescript'

export class PlainTypes {
  #checker
  #sources
  /** Every type of the contract that has a name, with its aliases: two that take the same values are one type. */
  #aliases
  /** The file that is declared at the moment, and the aliases that it mentions. */
  #source
  #used

  /**
   * @param program with the sources in it
   * @param folder of the contract
   */
  constructor(program, folder) {
    this.#checker = program.getTypeChecker()
    this.#sources = program.getSourceFiles().filter(({ fileName }) => dirname(fileName) === folder)
    const aliases = this.#sources.flatMap(aliasesOf)
    this.#aliases = new Map()
    for (const alias of aliases) {
      const type = this.#checker.getTypeAtLocation(alias.name)
      this.#aliases.set(type, [...(this.#aliases.get(type) ?? []), alias])
    }
  }

  /** What to declare for a source file; null where TypeScript's own declaration will do, since there are no schemas. */
  declare(fileName) {
    this.#source = this.#sources.find((source) => source.fileName === fileName)
    if (!/from 'zod'/.test(this.#source?.text)) return null
    this.#used = new Set()
    const types = aliasesOf(this.#source).map((alias) => comment(linesOf(alias)) + this.#declareAlias(alias))
    return importsOf([...this.#used].filter(({ parent }) => parent !== this.#source)) + types.join('')
  }

  #declareAlias(alias) {
    const { text: name } = alias.name
    if (!isInferred(alias)) return this.#copy(alias)
    const type = this.#checker.getTypeAtLocation(alias.name)
    const text = this.#writeUnnamed(type, '')
    return text.startsWith('{') && !type.isUnion()
      ? `export interface ${name} ${text}\n`
      : `export type ${name} = ${text};\n`
  }

  #copy(alias) {
    const visit = (node) => {
      if (ts.isTypeReferenceNode(node)) this.#nameOf(this.#checker.getTypeAtLocation(node))
      ts.forEachChild(node, visit)
    }
    visit(alias)
    return `${alias.getText()}\n`
  }

  #nameOf(type) {
    const aliases = this.#aliases.get(type) ?? []
    // The one that the file speaks of, by itself or by its schema.
    const alias =
      aliases.find(({ name }) => new RegExp(`\\b${name.text}\\b`, 'i').test(this.#source.text)) ?? aliases[0]
    if (alias) this.#used.add(alias)
    return alias?.name.text
  }

  #write(type, indent) {
    return this.#nameOf(type) ?? this.#writeUnnamed(type, indent)
  }

  #writeUnnamed(type, indent) {
    const checker = this.#checker
    const list = (types) => types.map((of) => this.#write(of, indent))
    if (type.flags & ts.TypeFlags.Boolean) return 'boolean'
    if (type.isUnion()) return this.#writeUnion(type, indent)
    if (!(type.flags & ts.TypeFlags.Object)) return checker.typeToString(type).replaceAll('"', "'")
    if (checker.isTupleType(type)) return `[${list(checker.getTypeArguments(type)).join(', ')}]`
    if (checker.isArrayType(type)) return `${list(checker.getTypeArguments(type))}[]`
    const [index] = checker.getIndexInfosOfType(type)
    if (index) return `Record<${list([index.keyType, index.type]).join(', ')}>`
    const properties = checker.getPropertiesOfType(type).sort((one, other) => this.#byPlace(one, other))
    return `{\n${properties.map((property) => this.#writeProperty(property, `${indent}    `)).join('')}${indent}}`
  }

  /** Null comes last. Undefined is what an optional property says with its question mark. */
  #writeUnion(type, indent) {
    const rest = this.#checker.getNonNullableType(type)
    const isNullable = type.types.some(({ flags }) => flags & ts.TypeFlags.Null)
    const parts = rest === type ? type.types : [rest]
    return [...parts.map((of) => this.#write(of, indent)), ...(isNullable ? ['null'] : [])].join(' | ')
  }

  #writeProperty(property, indent) {
    const [declaration] = property.declarations
    const lines = [...this.#descriptionOf(declaration.initializer), ...linesOf(declaration)]
    const mark = property.flags & ts.SymbolFlags.Optional ? '?' : ''
    const text = this.#write(this.#checker.getTypeOfSymbol(property), indent)
    return `${comment(lines, indent)}${indent}${property.name}${mark}: ${text};\n`
  }

  /** As they are written; what is spread into an object comes after its own. */
  #byPlace({ declarations: [one] }, { declarations: [other] }) {
    const rank = (declaration) => (declaration.getSourceFile() === this.#source ? declaration.parent.pos : -1)
    return rank(other) - rank(one) || one.pos - other.pos
  }

  /** What the last `.describe(…)` says, or `description` in the last `.meta(…)`. */
  #descriptionOf(node) {
    if (!node || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return []
    const [argument] = node.arguments
    const method = node.expression.name.text
    if (method === 'describe') return [this.#textOf(argument)]
    const description = method === 'meta' && argument.properties.find(({ name }) => name.text === 'description')
    return description ? [this.#textOf(description.initializer)] : this.#descriptionOf(node.expression.expression)
  }

  /** Constants in a template are what their types say. */
  #textOf(node) {
    if (!ts.isTemplateExpression(node)) return node.text
    const valueOf = ({ expression }) => this.#checker.getTypeAtLocation(expression).value
    return node.head.text + node.templateSpans.map((span) => valueOf(span) + span.literal.text).join('')
  }
}

const aliasesOf = (source) => source.statements.filter(ts.isTypeAliasDeclaration)

/** From a schema, whose name is a small letter's: `keyof typeof ERROR_STATUS` is not. */
const isInferred = (alias) => /\btypeof [a-z]/.test(alias.type.getText())

function importsOf(aliases) {
  const files = new Map()
  for (const { name, parent } of aliases) files.set(parent, [...(files.get(parent) ?? []), name.text])
  const lines = [...files].map(([{ fileName }, names]) => [names.sort().join(', '), basename(fileName, '.ts')])
  return lines.map(([names, file]) => `import type { ${names} } from './${file}.js';\n`).join('')
}

function linesOf(node) {
  const text = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment)
  return text ? text.split('\n') : []
}

function comment(lines, indent = '') {
  if (lines.length < 2) return lines.map((line) => `${indent}/** ${line} */\n`).join('')
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}
