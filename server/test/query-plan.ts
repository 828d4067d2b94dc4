import { Client, type QueryResult } from 'pg'
import type { EntityManager } from 'typeorm'
import type { Sql } from '../src/database/sql.js'
import type { Transaction } from '../src/database/transaction.js'
import type { TestApp } from './test-app.js'

export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: PlanNode[]
}

type Explained = QueryResult<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>

export type Explain = (
  send: (
    query: (statement: string | Sql, params?: unknown[]) => Promise<Explained>,
    client: Client,
  ) => Promise<Explained>,
) => Promise<PlanNode[]>

/** What PostgreSQL did for the query that `send` makes, on a connection of its own. */
export async function explainOn({ config }: TestApp, send: Parameters<Explain>[0]): Promise<PlanNode[]> {
  const client = new Client({ connectionString: config.databaseUrl ?? undefined })
  await client.connect()
  const query = (statement: string | Sql, params?: unknown[]) => {
    const text = typeof statement === 'string' ? statement : statement.in(config.schema)
    return client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, params)
  }
  return nodesOf(await send(query, client).finally(() => client.end()))
}

/** What PostgreSQL did for each statement with parameters that `work` makes, in a transaction of its own. */
export async function explainEach(
  { config }: TestApp,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<PlanNode[][]> {
  const client = new Client({ connectionString: config.databaseUrl ?? undefined })
  await client.connect()
  const plans: PlanNode[][] = []
  const query = async (statement: string, params?: unknown[]) => {
    if (params) plans.push(nodesOf(await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`, params)))
    return (await client.query(statement, params)).rows
  }
  const manager = { query, dataSource: { options: { schema: config.schema } } } as unknown as EntityManager
  try {
    await client.query('BEGIN')
    await work({ manager, host: manager, publish: () => Promise.resolve() })
    return plans
  } finally {
    await client.end()
  }
}

function nodesOf({ rows }: Explained): PlanNode[] {
  const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  return flatten(rows[0]!['QUERY PLAN'][0].Plan)
}

/** Of tables; an index tells of all that a word has in one go. */
export const rowsTouched = (nodes: PlanNode[]) =>
  Math.max(
    ...nodes
      .filter((node) => node['Node Type'] !== 'Bitmap Index Scan')
      .map((node) => node['Actual Rows'] * node['Actual Loops']),
  )

/** The tables that were read from end to end. */
export const scans = (nodes: PlanNode[]) =>
  nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])
