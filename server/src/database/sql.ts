import type { PoolClient } from 'pg'
import type { Reader, Transaction } from './transaction.js'

/** Part of a statement that depends on where our tables stand. */
interface Fragment {
  /** @param schema null: where the connection's `search_path` leads */
  in(schema: string | null): string
}

/** A statement, or a part of one, in which the names of our tables and functions get their schema. Made by {@link sql}. */
export class Sql implements Fragment {
  private readonly texts = new Map<string | null, string>()

  constructor(
    private readonly strings: readonly string[],
    private readonly parts: readonly (Fragment | string | number)[],
  ) {}

  in(schema: string | null): string {
    let text = this.texts.get(schema)
    if (text === undefined) {
      const parts = this.parts.map((part) => (typeof part === 'object' ? part.in(schema) : part))
      text = String.raw({ raw: this.strings }, ...parts)
      this.texts.set(schema, text)
    }
    return text
  }
}

/**
 * Our tables may stand in a schema that no connection's `search_path` leads to: that of an application's pool is the
 * application's, and its tables may have the same names. So statements take the names from {@link tables} and {@link functions}.
 * Strings are parts of the statement as they are: what comes from outside is a parameter, `$1`.
 */
export function sql(strings: TemplateStringsArray, ...parts: (Fragment | string | number)[]): Sql {
  return new Sql(strings, parts)
}

const named = (name: string): Fragment => ({ in: (schema) => (schema === null ? name : `"${schema}".${name}`) })

export const tables = {
  api_keys: named('api_keys'),
  audit_entries: named('audit_entries'),
  canned_replies: named('canned_replies'),
  email_notifications: named('email_notifications'),
  events: named('events'),
  joined_events: named('joined_events'),
  link_key: named('link_key'),
  oidc_sessions: named('oidc_sessions'),
  oidc_used: named('oidc_used'),
  removed_attachments: named('removed_attachments'),
  retention_settings: named('retention_settings'),
  refused_origins: named('refused_origins'),
  routing_settings: named('routing_settings'),
  server_processes: named('server_processes'),
  staff_avatars: named('staff_avatars'),
  staff_break_glass_links: named('staff_break_glass_links'),
  staff_invitations: named('staff_invitations'),
  staff_password_resets: named('staff_password_resets'),
  staff_sessions: named('staff_sessions'),
  staff_totp: named('staff_totp'),
  support_attachments: named('support_attachments'),
  support_chat_archivings: named('support_chat_archivings'),
  support_chat_history: named('support_chat_history'),
  support_chats: named('support_chats'),
  support_messages: named('support_messages'),
  support_note_mentions: named('support_note_mentions'),
  support_notes: named('support_notes'),
  users: named('users'),
  webhook_deliveries: named('webhook_deliveries'),
  webhook_endpoints: named('webhook_endpoints'),
  widget_settings: named('widget_settings'),
}

export const functions = {
  support_chat_fold: named('support_chat_fold'),
  support_chat_words: named('support_chat_words'),
}

/** The schema of our tables, as a value in a statement. */
export const schemaName: Fragment = { in: (schema) => (schema === null ? 'current_schema()' : `'${schema}'`) }

/**
 * Runs a statement on our tables.
 * @returns its rows; of UPDATE and DELETE the rows that RETURNING gives, and how many there were
 */
export function query<T>(reader: Pick<Reader, 'manager'>, statement: Sql, values?: unknown[]): Promise<T> {
  return reader.manager.query<T>(textFor(reader, statement), values)
}

/** The same as a prepared statement, which each connection plans once for all. */
export async function queryPrepared<Row extends object>(
  tx: Transaction,
  name: string,
  statement: Sql,
  values: unknown[],
): Promise<Row[]> {
  const schema = schemaOf(tx)
  const client = (await tx.manager.queryRunner?.connect()) as PoolClient
  // A connection of an application's may serve several schemas.
  const prepared = { name: schema === null ? name : `${schema}.${name}`, text: statement.in(schema) }
  return (await client.query({ ...prepared, values })).rows as Row[]
}

/** What one statement of several has answered. */
interface StatementResult {
  rows: Record<string, unknown>[]
  rowCount: number | null
}

/**
 * Runs several statements in one round trip. PostgreSQL makes one transaction of them where none is open, and each sees
 * what was committed before it began. They take no values.
 * @returns what each has answered
 */
export async function queryTogether(tx: Transaction, statements: readonly Sql[]): Promise<StatementResult[]> {
  const text = statements.map((statement) => textFor(tx, statement)).join(';')
  const client = (await tx.manager.queryRunner?.connect()) as PoolClient
  return (await client.query(text)) as unknown as StatementResult[]
}

/** For methods of TypeORM that take SQL. */
export function textFor(reader: Pick<Reader, 'manager'>, statement: Sql): string {
  return statement.in(schemaOf(reader))
}

function schemaOf({ manager }: Pick<Reader, 'manager'>): string | null {
  return (manager.dataSource.options as { schema?: string }).schema ?? null
}
