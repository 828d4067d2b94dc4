import { query, type Sql } from '../database/sql.js'
import type { Transaction } from '../database/transaction.js'
import type { ChatListFilter } from './chat-page.sql.js'
import { IN_MESSAGES, IN_USERS, lookUp, walk, type Part, type Reach } from './chat-search.sql.js'

/** A chat in which the words of a search occur. */
export interface FoundChat {
  id: string
  /** Of the newest message that has them; null where it is only the user's address and name. */
  sequence: number | null
  /** Whether address and name have them; null where the search is not by relevance. */
  user_found: boolean | null
}

type Found = Omit<FoundChat, 'user_found'>

/** How far one look goes. */
export interface Look extends Reach {
  /** Of the index of messages, and of that of users. */
  entries: number
}

/** Along the list, where some ten messages a chat cost as much as five entries of an index. */
const FIRST: Look = { chats: 250, messages: 5_000, entries: 6_000 }
/** How much further each look goes than the one before. */
const GROWTH = 10
/** Where so many times as much as was found fills the page, the next look along the list costs less than one in an index. */
const NEAR = 5

/**
 * Finds chats in which words occur, in a message or in the user's address and name.
 *
 * Words that many chats have are soon found along the list; those that few have, in their index. Which it is cannot be known
 * before, least of all of several words, of phrases and of beginnings. So both are tried in turn, each time further: that
 * costs little more than the better of the two, however many chats there are.
 */
export class ChatSearch {
  /** By how many entries were counted, whether there are so many. */
  private readonly manyMessages = new Map<number, boolean>()
  private readonly manyUsers = new Map<number, boolean>()

  /** @param terms a `tsquery` */
  constructor(
    private readonly tx: Transaction,
    private readonly terms: string,
    private readonly first = FIRST,
  ) {}

  /** @returns the first `filter.limit` of them, or all there are, in any order */
  async find(filter: ChatListFilter): Promise<FoundChat[]> {
    const { after, limit, sort } = filter
    if (sort !== 'relevance') return marked(await this.findIn('any', filter), null)
    const users = after && !after.part ? [] : marked(await this.findIn('user', filter), true)
    if (users.length === limit) return users
    const rest = { ...filter, after: after?.part ? null : after, limit: limit - users.length }
    return [...users, ...marked(await this.findIn('message', rest), false)]
  }

  /** How many there are, as far as `filter.limit` goes. */
  async count(filter: ChatListFilter): Promise<number> {
    return (await this.findIn('any', filter)).length
  }

  private async findIn(part: Part, filter: ChatListFilter): Promise<Found[]> {
    let inUsers = this.manyUsers.get(this.first.entries) ?? true
    for (let look = this.first; ; look = further(look)) {
      const rows = await this.rows<Found | { id: null }>(walk(filter, { terms: this.terms, part, inUsers }, look))
      const found = rows.filter((row): row is Found => row.id !== null)
      if (found.length === rows.length) return found
      inUsers = await this.areMany(IN_USERS, look.entries, this.manyUsers)
      const isNear = look === this.first && found.length * NEAR > filter.limit
      if (!isNear && (await this.isIndexed(part, inUsers, look.entries))) {
        return this.rows(lookUp(filter, { terms: this.terms, part, inUsers }))
      }
    }
  }

  private async isIndexed(part: Part, inUsers: boolean, entries: number): Promise<boolean> {
    if (part === 'user') return !inUsers
    if (part === 'any' && inUsers) return false
    return !(await this.areMany(IN_MESSAGES, entries, this.manyMessages))
  }

  private async areMany(statement: Sql, entries: number, known: Map<number, boolean>): Promise<boolean> {
    const before = known.get(entries)
    if (before !== undefined) return before
    const [{ are_many }] = await query<[{ are_many: boolean }]>(this.tx, statement, [this.terms, entries])
    known.set(entries, are_many)
    return are_many
  }

  private rows<Row>({ statement, params }: { statement: Sql; params: unknown[] }): Promise<Row[]> {
    return query(this.tx, statement, params)
  }
}

function further({ chats, messages, entries }: Look): Look {
  return { chats: chats * GROWTH, messages: messages * GROWTH, entries: entries * GROWTH }
}

const marked = (found: Found[], user_found: boolean | null) => found.map((chat) => ({ ...chat, user_found }))
