import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm'
import { DATABASE_WAITS } from './bounded-client.js'

/** Statements whose qualified text is remembered. They are few and constant, but for lists of values in some. */
const MAX_REMEMBERED = 1_000

/** Strings, quoted names and comments, in which nothing is a name of a table; and names, with what stands before and after. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?\*\/|(?<![\w.])([a-z_][a-z0-9_]*)(?!\w|\s*\.)/g

/** Functions of the migrations begin so. */
const FUNCTION = /^support_chat_\w+\($/

/** Our limits for a transaction, on connections that were opened without them. One round trip with what begins it. */
const BEGIN = [
  'START TRANSACTION',
  `SET LOCAL lock_timeout = ${DATABASE_WAITS.lock}`,
  `SET LOCAL statement_timeout = ${DATABASE_WAITS.statement}`,
  `SET LOCAL idle_in_transaction_session_timeout = ${DATABASE_WAITS.idleInTransaction}`,
].join('; ')

/** What statements are run by: a text with values, or a prepared statement. */
interface Statement {
  readonly text: string
  readonly name?: string
  readonly values?: unknown[]
}

interface Connection {
  query(statement: string | Statement, values?: unknown[]): Promise<unknown>
}

/**
 * Runs statements in a schema of its own on connections that are an application's: their `search_path` leads to the
 * application's tables, of which some may have the same names, and stays as it is. Where a statement names one of our
 * tables or functions, the schema is put before it, so that statements are written without it.
 */
export class SchemaDataSource extends DataSource {
  private readonly qualified = new Map<string, string>()

  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode)
    const connect = runner.connect.bind(runner) as () => Promise<Connection>
    let connected: Promise<Connection> | null = null
    // TypeORM takes the connection from here too.
    return Object.assign(runner, { connect: () => (connected ??= connect().then((client) => this.inSchema(client))) })
  }

  /** The connection as seen by those who name no schema; all else of it is the same. */
  private inSchema(client: Connection): Connection {
    const { schema = '' } = this.options as { schema?: string }
    const query: Connection['query'] = (statement, values) => {
      if (typeof statement === 'string') return client.query(this.qualify(statement), values)
      const name = statement.name && `${schema}.${statement.name}`
      return client.query({ ...statement, text: this.qualify(statement.text), ...(name ? { name } : {}) }, values)
    }
    return new Proxy(client, {
      get: (target, key): unknown => (key === 'query' ? query : Reflect.get(target, key, target)),
    })
  }

  private qualify(sql: string): string {
    const known = this.qualified.get(sql)
    if (known !== undefined) return known
    const { schema } = this.options as { schema?: string }
    const tables = new Set(this.entityMetadatas.map(({ tableName }) => tableName))
    const named = schema ? qualifyNames(sql, schema, tables) : sql
    const text = sql === 'START TRANSACTION' ? BEGIN : named
    if (this.qualified.size >= MAX_REMEMBERED) this.qualified.clear()
    this.qualified.set(sql, text)
    return text
  }
}

/** Puts a schema before each table and function of ours that a statement names; a column's table, as in `users.id`, stays. */
export function qualifyNames(sql: string, schema: string, tables: ReadonlySet<string>): string {
  return sql.replace(TOKEN, (token: string, _tag: unknown, name: string | undefined, at: number) => {
    if (name === undefined) return token
    const isOurs = tables.has(name) || FUNCTION.test(sql.slice(at, at + name.length + 1))
    return isOurs ? `"${schema}".${name}` : token
  })
}
