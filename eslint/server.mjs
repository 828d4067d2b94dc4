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
      TemplateElement: (node) => checkSql(node, node.value.raw),
      [`CallExpression[callee.property.name=${WRITING_CALLS}] > Identifier.arguments`]: (node) =>
        check(node, node.name),
    }
  },
}

const WRITES = /\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)/g
const WRITING_CALLS = '/^(?:insert|into|update|upsert|save|delete)$/'

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

/** Services are the constructor's parameter properties whose class is named *Service. */
const oneServiceCall = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { calls: 'A method of a controller or gateway calls one service, once: make it one use case' },
  },
  create(context) {
    let services = new Set()
    let calls = 0
    return {
      ClassBody(node) {
        services = new Set(servicesOf(node))
      },
      MethodDefinition() {
        calls = 0
      },
      CallExpression(node) {
        const { object } = node.callee
        if (object?.type !== 'MemberExpression' || object.object.type !== 'ThisExpression') return
        if (services.has(object.property.name) && ++calls > 1) context.report({ node, messageId: 'calls' })
      },
    }
  },
}

function servicesOf({ body }) {
  const parameters = body.find(({ kind }) => kind === 'constructor')?.value.params ?? []
  return parameters
    .filter(({ type }) => type === 'TSParameterProperty')
    .map(({ parameter }) => [parameter.name, parameter.typeAnnotation?.typeAnnotation.typeName?.name ?? ''])
    .filter(([, type]) => type.endsWith('Service'))
    .map(([name]) => name)
}

export const server = { rules: { 'no-sql': noSql, 'one-service-call': oneServiceCall, 'one-writer': oneWriter } }
