import { setTimeout as delay } from 'node:timers/promises'
import type { TestApp } from '../test-app.js'
import type { RecordedClient } from './recorded-client.js'

/** What one round showed. Every entry of a list is a broken promise, in words. */
export interface Outcome {
  acknowledged: number
  lost: string[]
  duplicated: string[]
  outOfOrder: string[]
  /** Shown to a user or staff, and not in the database. */
  notStored: string[]
  /** From the end of the fault until everyone showed what is stored. */
  secondsToHeal: number
}

/** Promised are 30 s, which the table of faults shows by its seconds; a machine that is busy may take longer. */
const HEAL_LIMIT_MS = 120_000

interface StoredRow {
  id: string
  chat_id: string
  sequence: number
  client_id: string | null
  sender_id: string
  content: string
}

type Asking = Pick<TestApp, 'sql'>

/** Waits until every client shows the newest message and has nothing unsent. @returns seconds @throws who is behind */
export async function untilHealed({ sql }: Asking, clients: readonly RecordedClient[]): Promise<number> {
  const began = performance.now()
  for (;;) {
    const heads = new Map(
      (
        await sql<{ id: string; last: string | null }>(
          `SELECT c.id, (SELECT m.id FROM support_messages m WHERE m.chat_id = c.id ORDER BY sequence DESC LIMIT 1) AS last
           FROM support_chats c WHERE c.id = ANY($1)`,
          [clients.map(({ log }) => log.chatId)],
        )
      ).map(({ id, last }) => [id, last]),
    )
    const behind = clients.filter(
      ({ log, shown, unsent }) => unsent > 0 || (shown.at(-1)?.id ?? null) !== heads.get(log.chatId),
    )
    const took = performance.now() - began
    if (behind.length === 0) return took / 1_000
    if (took > HEAL_LIMIT_MS) {
      const who = behind.map(
        ({ log, unsent, shown }) => `${log.name} (unsent: ${unsent}, at ${shown.at(-1)?.sequence ?? 0})`,
      )
      throw new Error(`Still behind after two minutes: ${who.join(', ')}`)
    }
    await delay(20)
  }
}

/** Compares what every client was told with what is in the database. Each text is written once in a round. */
export async function check({ sql }: Asking, clients: readonly RecordedClient[]): Promise<Outcome> {
  const outcome: Outcome = {
    acknowledged: clients.reduce((sum, { log }) => sum + log.acknowledged.length, 0),
    lost: [],
    duplicated: [],
    outOfOrder: [],
    notStored: [],
    secondsToHeal: 0,
  }
  for (const chatId of new Set(clients.map(({ log }) => log.chatId))) {
    const stored = await sql<StoredRow>(
      `SELECT id, chat_id, sequence, client_id, sender_id, content FROM support_messages
       WHERE chat_id = $1 ORDER BY sequence`,
      [chatId],
    )
    checkStored(stored, outcome)
    for (const client of clients) if (client.log.chatId === chatId) checkClient(client, stored, outcome)
  }
  return outcome
}

function checkStored(stored: readonly StoredRow[], outcome: Outcome): void {
  stored.forEach(({ sequence }, at) => {
    if (sequence !== at + 1) outcome.outOfOrder.push(`stored at place ${at + 1} is sequence ${sequence}`)
  })
  const contents = new Set<string>()
  const keys = new Set<string>()
  for (const { content, sender_id, client_id } of stored) {
    if (contents.has(content)) outcome.duplicated.push(`"${content}" is stored twice`)
    else if (keys.has(`${sender_id} ${client_id}`)) outcome.duplicated.push(`client_id ${client_id} is stored twice`)
    contents.add(content)
    keys.add(`${sender_id} ${client_id}`)
  }
}

function checkClient(client: RecordedClient, stored: readonly StoredRow[], outcome: Outcome): void {
  const { log, shown, keepsOrder } = client
  const byId = new Map(stored.map((row) => [row.id, row]))
  const texts = new Set(stored.map(({ content }) => content))
  const isStored = ({ id, sequence, content }: Pick<StoredRow, 'id' | 'sequence' | 'content'>) =>
    byId.get(id)?.sequence === sequence && byId.get(id)?.content === content

  for (const message of log.acknowledged) {
    if (!isStored(message)) outcome.lost.push(`"${message.content}" was acknowledged to ${log.name}`)
  }
  for (const text of log.written) {
    if (!texts.has(text)) outcome.lost.push(`"${text}" was written by ${log.name}`)
  }
  for (const message of new Map(log.told.map((told) => [told.id, told])).values()) {
    if (!isStored(message)) outcome.notStored.push(`"${message.content}" was shown to ${log.name}`)
  }
  outcome.duplicated.push(...log.doubled)
  outcome.outOfOrder.push(...log.misplaced)

  const wanted = stored.slice(stored.length - shown.length)
  if (shown.some(({ id }, at) => id !== wanted[at]?.id)) {
    outcome.outOfOrder.push(`${log.name} ends with another conversation than the stored one`)
  }
  for (const { since, messages } of log.pages) {
    const end = messages.at(-1)?.sequence ?? since
    const there = stored.filter(({ sequence }) => sequence > since && sequence <= end)
    const missing = there.filter(({ id }) => !messages.some((message) => message.id === id))
    for (const { sequence } of missing) {
      outcome.outOfOrder.push(`${log.name} got what follows ${since} up to ${end}, without ${sequence}`)
    }
  }
  if (keepsOrder) {
    const own = stored.filter(({ content }) => log.written.includes(content)).map(({ content }) => content)
    const meant = log.written.filter((text) => texts.has(text))
    if (own.join('\n') !== meant.join('\n')) {
      outcome.outOfOrder.push(`what ${log.name} wrote is stored in another order`)
    }
  }
}
