import fc from 'fast-check'
import { ChatListRepository } from '../src/chats/chat-list.repository.js'
import type { ListPart } from '../src/chats/chat-cursor.js'
import type { ChatListFilter } from '../src/chats/chat-page.sql.js'
import { ChatSearch, type Look } from '../src/chats/chat-search.js'
import { searchTerms } from '../src/chats/search-terms.js'
import { UnitOfWork } from '../src/database/unit-of-work.js'
import { useTestApp, type TestApp } from './test-app.js'

const CHATS = 400
/** From words that most messages have to words that hardly one has; each Chinese character is a word. */
const WORDS = [
  'a',
  'order',
  'ordered',
  '订',
  '单',
  'refund',
  'o',
  '7',
  'café',
  '货',
  'orders',
  '发',
  'invoice',
  '77',
  'x',
]

/** Texts as the words they consist of, and as they are written: characters of one run without spaces between them. */
const words = fc.array(
  fc.nat(WORDS.length ** 2 - 1).map((n) => WORDS[Math.floor((n / WORDS.length) ** 2 / WORDS.length)]!),
  {
    minLength: 1,
    maxLength: 6,
  },
)
const isCharacter = (word: string) => /\p{Script=Han}/u.test(word)
const written = (text: string[]) =>
  text
    .reduce(
      (line, word, n) => (n > 0 && isCharacter(word) && isCharacter(text[n - 1]!) ? line + word : `${line} ${word}`),
      '',
    )
    .trim()

const PAUSE = 20
const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString()

interface ModelChat {
  id: string
  /** Newest first, as in its list. */
  place: number
  archived: boolean
  unread: boolean
  /** From the first on; between two of them are {@link PAUSE} minutes, and the newest is of the minute `place`. */
  messages: string[][]
  person: string[]
}

let server: TestApp
const chats: ModelChat[] = []

useTestApp((started) => (server = started))
beforeAll(async () => {
  const made = fc.record({
    archived: fc.boolean(),
    unread: fc.boolean(),
    messages: fc.array(words, { minLength: 1, maxLength: 9 }),
    person: fc.array(fc.constantFrom('order', 'anna', '货', 'o', 'x'), { maxLength: 2 }),
  })
  for (const [place, chat] of fc.sample(made, { numRuns: CHATS, seed: 1 }).entries()) {
    chats.push({ id: crypto.randomUUID(), place: CHATS - place, ...chat })
  }
  await server.sql(
    `WITH made AS (SELECT * FROM jsonb_to_recordset($1) AS made (id uuid, place int, archived boolean, unread boolean, name text)),
       person AS (
         INSERT INTO users (id, external_id, email, name, role)
         SELECT id, id, format('p%s@shop.example', place), name, 'user' FROM made RETURNING id
       )
     INSERT INTO support_chats (id, user_id, last_message_at, archived_at, last_user_sequence)
     SELECT id, id, timestamptz '2026-01-01' + place * interval '1 minute', CASE WHEN archived THEN now() END, unread::int
     FROM made WHERE id IN (SELECT id FROM person)`,
    [JSON.stringify(chats.map(({ person, ...chat }) => ({ ...chat, name: written(person) })))],
  )
  await server.sql(
    `INSERT INTO support_messages (id, chat_id, sequence, sender_type, content, created_at)
     SELECT gen_random_uuid(), chat_id, sequence, 'user', content, at
     FROM jsonb_to_recordset($1) AS made (chat_id uuid, sequence int, content text, at timestamptz)`,
    [
      JSON.stringify(
        chats.flatMap((chat) =>
          chat.messages.map((text, n) => ({
            ...{ chat_id: chat.id, sequence: n + 1, content: written(text) },
            at: minute(writtenAt(chat, n)),
          })),
        ),
      ),
    ],
  )
  await server.sql(
    `UPDATE support_chats SET last_sequence = (SELECT count(*) FROM support_messages WHERE chat_id = support_chats.id)`,
  )
  // As before the migration that fills the column has come to them.
  await server.sql("UPDATE users SET words = NULL WHERE email ~ '[02468]@'")
  await server.sql('ANALYZE users, support_chats, support_messages')
})

/** Whether each run of the words stands in a text, and the last word of all, as far as it was typed. */
function has(text: string[], typed: string[]): boolean {
  const runs = typed.reduce<string[][]>((runs, word, n) => {
    if (n > 0 && isCharacter(word) && isCharacter(typed[n - 1]!)) runs.at(-1)!.push(word)
    else runs.push([word])
    return runs
  }, [])
  const isLast = (run: string[], n: number) => run === runs.at(-1) && n === run.length - 1
  return runs.every((run) =>
    text.some((_, from) =>
      run.every((word, n) => (isLast(run, n) ? text[from + n]?.startsWith(word) : text[from + n] === word)),
    ),
  )
}

const writtenAt = ({ place, messages }: ModelChat, n: number) => place - PAUSE * (messages.length - 1 - n)

interface ModelFilter {
  archived: boolean
  unread: boolean | null
  sort: 'newest' | 'relevance'
  since: number | null
  before: number | null
  /** The place of the last one of the page before, and its part. */
  after: number
  part: ListPart | null
  limit: number
}

function expected(typed: string[], filter: ModelFilter) {
  const isInTime = (chat: ModelChat, n: number) =>
    writtenAt(chat, n) >= (filter.since ?? -Infinity) && writtenAt(chat, n) < (filter.before ?? Infinity)
  const isAfter = ({ place, isUser }: { place: number; isUser: boolean }) => {
    if (filter.sort === 'newest' || isUser === (filter.part === 'user')) return place < filter.after
    return filter.part === 'user'
  }
  return chats
    .filter(({ archived, unread }) => archived === filter.archived && unread === (filter.unread ?? unread))
    .filter((chat) => chat.messages.some((_, n) => isInTime(chat, n)))
    .map((chat) => ({
      ...chat,
      sequence: chat.messages.findLastIndex((text, n) => isInTime(chat, n) && has(text, typed)) + 1 || null,
      isUser: has([`p${chat.place}`, 'shop', 'example', ...chat.person], typed),
    }))
    .filter(({ sequence, isUser }) => sequence !== null || isUser)
    .filter(isAfter)
    .sort((a, b) => (filter.sort === 'newest' ? 0 : Number(b.isUser) - Number(a.isUser)))
    .slice(0, filter.limit)
    .map(({ id, sequence, isUser }) => ({ id, sequence, isUser: filter.sort === 'newest' ? null : isUser }))
}

const toFilter = ({ archived, unread, sort, since, before, after, part, limit }: ModelFilter): ChatListFilter => ({
  ...{ archived, unread, view: null, viewerId: null, tag: null, assigneeId: null, sort, limit },
  since: since === null ? null : minute(since),
  before: before === null ? null : minute(before),
  after: {
    at: minute(after).replace('T', ' ').replace('Z', '+00'),
    id: '00000000-0000-0000-0000-000000000000',
    part: sort === 'relevance' ? part : null,
  },
})

const minutes = fc.option(fc.integer({ min: 1, max: CHATS }), { freq: 3 })
const filters: fc.Arbitrary<ModelFilter> = fc.record({
  archived: fc.boolean(),
  unread: fc.option(fc.boolean()),
  sort: fc.constantFrom('newest', 'relevance'),
  since: minutes,
  before: minutes,
  after: fc.integer({ min: 1, max: CHATS + 1 }),
  part: fc.constantFrom('user', null),
  limit: fc.constantFrom(1, 3, 20, CHATS),
})

describe('A search, compared with a look at every message', () => {
  it.each<[string, Look | undefined]>([
    ['in one look', undefined],
    ['in many looks, each at little', { chats: 2, messages: 6, entries: 3 }],
  ])('finds the same chats, in order, each with its newest message: %s', async (_, first) => {
    const [unitOfWork, list] = [server.app.get(UnitOfWork), new ChatListRepository()]
    await fc.assert(
      fc.asyncProperty(words, fc.nat(3), filters, async (text, cut, filter) => {
        const typed = text.slice(0, 3)
        const last = typed.at(-1)!
        typed.splice(-1, 1, [...last].slice(0, Math.max(1, last.length - cut)).join(''))
        const { cards, count } = await unitOfWork.run(async (tx) => {
          await list.beginSearch(tx, null)
          const search = new ChatSearch(tx, searchTerms(written(typed))!.query, first)
          const cards = await list.search(tx, toFilter(filter), search)
          return { cards, count: await list.countFound(tx, toFilter({ ...filter, sort: 'newest' }), search) }
        })
        expect(
          cards.map(({ id, match, user_found }) => ({ id, sequence: match?.sequence ?? null, isUser: user_found })),
        ).toEqual(expected(typed, filter))
        expect(count).toBe(expected(typed, { ...filter, sort: 'newest' }).length)
      }),
      { numRuns: 200 },
    )
  })
})
