import type { ClientBase } from 'pg'
import { counted } from '../backup/program.js'
import { CHATS, EVENTS, FOREIGN_KEYS, SCHEMA } from './rehearse.sql.js'

export interface Finding {
  /** A sentence for the operator, whatever came out. */
  text: string
  isGood: boolean
}

/**
 * Looks whether the database is as a server would have left it.
 * @param fresh a database on which every migration has run, and nothing else
 */
export async function checkRestored(client: ClientBase, fresh: ClientBase): Promise<Finding[]> {
  return [
    ...(await checkChats(client)),
    await checkReferences(client),
    await checkEvents(client),
    await checkSchema(client, fresh),
  ]
}

async function checkChats(client: ClientBase): Promise<Finding[]> {
  const { chats, messages, gaps, ahead } = await one(client, CHATS, ['chats', 'messages', 'gaps', 'ahead'])
  const counts = `${counted(chats, 'chat')} with ${counted(messages, 'message')}`
  return [
    { text: `${counts}: ${gaps || 'none'} with a gap in the sequence`, isGood: gaps === 0 },
    {
      text: `Read, delivered and noted: ${ahead || 'no'} chats are marked beyond their last message`,
      isGood: ahead === 0,
    },
  ]
}

async function checkReferences(client: ClientBase): Promise<Finding> {
  const { rows } = await client.query<{ name: string; statement: string }>(FOREIGN_KEYS)
  const broken: string[] = []
  for (const { name, statement } of rows) {
    const { count } = await one(client, statement, ['count'])
    if (count > 0) broken.push(`${name} (${counted(count, 'row')})`)
  }
  const text = broken.length > 0 ? `rows refer to nothing: ${broken.join(', ')}` : 'every row obeys'
  return { text: `${counted(rows.length, 'foreign key')}: ${text}`, isGood: broken.length === 0 }
}

async function checkEvents(client: ClientBase): Promise<Finding> {
  const { events, oldest, newest, waiting, webhooks, ahead } = await one(client, EVENTS, [
    'events',
    'oldest',
    'newest',
    'waiting',
    'webhooks',
    'ahead',
  ])
  const positions = `${counted(events, 'event')} at positions ${oldest} to ${newest}, ${waiting} without one yet`
  return {
    text: `${positions}; ${ahead || 'none'} of ${counted(webhooks, 'webhook')} beyond them`,
    isGood: ahead === 0,
  }
}

async function checkSchema(client: ClientBase, fresh: ClientBase): Promise<Finding> {
  const [ours, theirs] = [await schemaOf(client), await schemaOf(fresh)]
  const differences = [
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `missing ${line}`),
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `left over ${line}`),
  ]
  return {
    text: [
      'Tables, indexes and functions: ' +
        (differences.length > 0 ? 'not as in a new database' : 'as in a new database'),
      ...differences,
    ].join('\n    '),
    isGood: differences.length === 0,
  }
}

async function schemaOf(client: ClientBase): Promise<string[]> {
  return (await client.query<{ line: string }>(SCHEMA)).rows.map(({ line }) => line)
}

/** The one row of a statement; PostgreSQL writes its counts as text, and none as null. */
async function one<Name extends string>(
  client: ClientBase,
  statement: string,
  names: Name[],
): Promise<Record<Name, number>> {
  const { rows } = await client.query<Record<Name, string | null>>(statement)
  return Object.fromEntries(names.map((name) => [name, Number(rows[0]?.[name] ?? 0)])) as Record<Name, number>
}
