// Local ESLint rules about the server's layers. Which files each one is for stands in eslint.config.mjs.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fromRoot, root } from './floors.mjs'

/** A statement of SQL, by its first words. */
const SQL = /^\s*(?:SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+(?:\w+\s+)?SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s)/

const noSql = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { sql: 'SQL stands in a repository, or in a .sql.ts beside one' },
  },
  create(context) {
    const check = (node, text) => {
      if (SQL.test(text)) context.report({ node, messageId: 'sql' })
    }
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateLiteral: (node) => check(node, node.quasis[0].value.raw),
      'TaggedTemplateExpression[tag.name="sql"]': (node) => context.report({ node, messageId: 'sql' }),
    }
  },
}

/** Which folder writes a table: that of its entity, for statements of SQL and for calls of TypeORM's methods. */
const oneWriter = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { writer: '{{name}} is written in {{folder}} only, beside its entity' },
  },
  create(context) {
    const file = fromRoot(context.filename)
    const check = (node, name) => {
      const folder = writers().get(name)
      if (folder && !file.startsWith(`${folder}/`))
        context.report({ node, messageId: 'writer', data: { name, folder } })
    }
    const checkSql = (node, text) => {
      for (const [, table] of text.matchAll(WRITES)) check(node, table)
    }
    return {
      Literal: (node) => typeof node.value === 'string' && checkSql(node, node.value),
      TemplateLiteral: (node) => checkSql(node, context.sourceCode.getText(node)),
      [`CallExpression[callee.property.name=${WRITING_CALLS}] > Identifier.arguments`]: (node) =>
        check(node, node.name),
    }
  },
}

const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:\$\{tables\.)?(\w+)/g
const WRITING_CALLS = '/^(?:insert|into|update|upsert|save|delete)$/'

/** A schema may have to stand before the name of a table, or of a function of ours: database/sql.ts puts it there. */
const noBareName = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { bare: 'Say ${tables.{{name}}}, or ${functions.{{name}}}, in a template with sql: see database/sql.ts' },
  },
  create(context) {
    const check = (node, text) => {
      for (const [, table, called] of text.matchAll(NAMES)) {
        const name = called ?? (writers().has(table) ? table : null)
        if (name) context.report({ node, messageId: 'bare', data: { name } })
      }
    }
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    }
  },
}

const NAMES = /\b(?:FROM|JOIN|INTO|UPDATE|TABLE|USING)\s+([a-z_]+)\b(?!\.)|\b(support_chat_\w+)\(/g

let folders
/** The folder of each table, by the table's name and by that of its entity's class. */
function writers() {
  if (folders) return folders
  folders = new Map()
  for (const name of readdirSync(join(root, 'server/src'), { recursive: true })) {
    if (!name.endsWith('.entity.ts')) continue
    const source = readFileSync(join(root, 'server/src', name), 'utf8')
    const [, table] = source.match(/@Entity\('(\w+)'/) ?? []
    const [, entity] = source.match(/export class (\w+)/) ?? []
    const folder = `server/src/${dirname(name).split(sep).join('/')}`
    folders.set(table, folder).set(entity, folder)
  }
  return folders
}

/**
 * A handler is a method with a decorator: of a route or an event. What is injected are the constructor's parameter properties.
 * Calls of the class's own methods count as what those call. Option: `{ around }`, the classes that stand around a call.
 */
const oneServiceCall = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: { calls: 'A handler calls one thing that is injected, once: make it one use case of a service' },
  },
  create(context) {
    const [{ around }] = context.options
    let methods = new Map()
    return {
      ClassBody() {
        methods = new Map()
      },
      // Of methods only: a constructor injects, and does not handle.
      'MethodDefinition[kind=method]'(node) {
        methods.set(node.key.name, { node, called: [] })
      },
      "CallExpression[callee.type='MemberExpression']"(node) {
        const name = calledOfThis(node.callee)
        const method = name && methods.get(methodAround(node)?.key.name)
        if (method) method.called.push(name)
      },
      'ClassBody:exit'(node) {
        const injected = injectedInto(node, around)
        for (const { node: method } of methods.values()) {
          if (method.decorators.length > 0 && countCalls(method.key.name, methods, injected) > 1)
            context.report({ node: method.key, messageId: 'calls' })
        }
      },
    }
  },
}

/** `service` of `this.service.run()`, and `run` of `this.run()`. */
function calledOfThis({ object, property }) {
  if (object.type === 'ThisExpression') return property.name
  return object.type === 'MemberExpression' && object.object.type === 'ThisExpression' ? object.property.name : null
}

function methodAround(node) {
  while (node && node.type !== 'MethodDefinition') node = node.parent
  return node
}

function injectedInto({ body }, around) {
  const parameters = body.find(({ kind }) => kind === 'constructor')?.value.params ?? []
  return parameters
    .filter(({ type }) => type === 'TSParameterProperty')
    .filter(({ parameter }) => !around.includes(parameter.typeAnnotation?.typeAnnotation.typeName?.name))
    .map(({ parameter }) => parameter.name)
}

/** How many calls of what is injected a method makes, by itself and through the class's other methods. */
function countCalls(method, methods, injected, seen = []) {
  if (injected.includes(method)) return 1
  if (!methods.has(method) || seen.includes(method)) return 0
  return methods
    .get(method)
    .called.map((name) => countCalls(name, methods, injected, [...seen, method]))
    .reduce((sum, calls) => sum + calls, 0)
}

export const server = {
  rules: {
    'no-bare-name': noBareName,
    'no-sql': noSql,
    'one-service-call': oneServiceCall,
    'one-writer': oneWriter,
  },
}
