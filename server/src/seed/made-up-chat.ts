import type { SenderType } from '@support-chat/shared'
import { languages, type Phrases } from './phrases.js'

export interface MadeUpMessage {
  sender: SenderType
  content: string
  /** Milliseconds before the seeding. */
  age: number
}

export interface MadeUpChat {
  externalId: string
  email: string
  name: string
  timeZone: string
  messages: MadeUpMessage[]
  archived: boolean
  /** The sequences up to which each side has read. */
  readByUser: number
  readByStaff: number
}

const SIDES: readonly SenderType[] = ['user', 'admin']
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** How long ago the oldest chat ended. */
const OLDEST_DAYS = 180
/** The longest chat, as a multiple of the average. */
const LONGEST = 8

/** External ids of made-up users, as a regular expression of PostgreSQL. */
export const MADE_UP = '^made-up-[0-9]{8}$'

/**
 * The `n`th chat: the same one each time, but for the days, which are counted back from now.
 * @param messages how many it has, on average over all chats; 1 or more
 */
export function madeUpChat(n: number, messages: number): MadeUpChat {
  const random = randomFrom(n)
  const language = pickLanguage(random)
  const [given, family] = [pick(random, language.givenNames), pick(random, language.familyNames)]
  const name = language.familyFirst ? `${family[0]} ${given[0]}` : `${given[0]} ${family[0]}`
  const said = conversation(random, language, name, lengthOf(random, messages))
  const last = said.at(-1)
  const unanswered = last?.sender === 'user' && random() < (last.age < 3 * DAY ? 0.6 : 0.02)
  const readByStaff = unanswered ? Math.max(0, said.length - 1 - Math.floor(random() * 2)) : said.length
  return {
    externalId: `made-up-${String(n).padStart(8, '0')}`,
    email: `${given[1]}.${family[1]}${n}@${pick(random, ['example.com', 'example.org', 'example.net'])}`,
    name,
    timeZone: language.timeZone,
    messages: said,
    archived: !unanswered && random() < 0.3,
    readByUser: random() < 0.85 ? said.length : Math.floor(random() * said.length),
    readByStaff,
  }
}

/** Many short chats, few long ones. */
function lengthOf(random: () => number, average: number): number {
  return 1 + Math.min(Math.round(-Math.log(1 - random()) * (average - 1)), Math.round(average * LONGEST))
}

/** One topic after another until there are enough messages; the last one may be incomplete. */
function conversation(random: () => number, language: Phrases, name: string, length: number): MadeUpMessage[] {
  const lines: Omit<MadeUpMessage, 'age'>[] = []
  while (lines.length < length) {
    const order = String(100_000 + Math.floor(random() * 900_000))
    const values = { name, order, product: pick(random, language.products) }
    const fill = (line: string) =>
      line.replace(/\{(name|order|product)\}/g, (_, key: keyof typeof values) => values[key])
    const topic = pick(random, language.topics)
    lines.push(...topic.map((line, turn) => ({ sender: SIDES[turn % 2] as SenderType, content: fill(line) })))
  }
  return withAges(random, lines.slice(0, length))
}

/** Answers come within minutes, a user's next line often after days. */
function withAges(random: () => number, lines: Omit<MadeUpMessage, 'age'>[]): MadeUpMessage[] {
  let age = OLDEST_DAYS * DAY * random() ** 3
  const newestFirst = lines.reverse().map((line) => {
    const message = { ...line, age }
    age += (line.sender === 'user' && random() < 0.2 ? DAY : MINUTE) * (0.5 + random() * 9)
    return message
  })
  return newestFirst.reverse()
}

function pickLanguage(random: () => number): Phrases {
  let left = random() * languages.reduce((sum, { weight }) => sum + weight, 0)
  return languages.find(({ weight }) => (left -= weight) < 0) ?? pick(random, languages)
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}

/** Numbers from 0 to 1, the same ones for the same seed: a linear congruence, mixed so that neighbours differ. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
  }
}
