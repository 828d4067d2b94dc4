// Local ESLint rules about the server's layers. Which files each one is for stands in eslint.config.mjs.

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

export const server = { rules: { 'no-sql': noSql, 'one-service-call': oneServiceCall } }
