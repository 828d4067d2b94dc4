import { z } from 'zod'
import { supportChatListItem } from './admin-api.js'
import { MAX_CHAT_MATCHES, SEARCH_COUNT_LIMIT } from './limits.js'
import { directoryUser } from './users.js'

const count = z
  .number()
  .int()
  .max(SEARCH_COUNT_LIMIT)
  .describe(`Exact below ${SEARCH_COUNT_LIMIT}, which means so many or more.`)

const foundChats = z.object({ count, chats: z.array(supportChatListItem).describe('The first of them.') })

export const searchResult = z
  .object({
    active: foundChats,
    archived: foundChats,
    people: z
      .object({ count, users: z.array(directoryUser).describe('The newest of them.') })
      .describe('Those with whom nobody has written yet, whether they have a chat or not.'),
  })
  .meta({ id: 'SearchResult' })
/** What a search has found, in groups. */
export type SearchResult = z.infer<typeof searchResult>

export const chatMatches = z
  .object({
    sequences: z.array(z.number().int()).max(MAX_CHAT_MATCHES).describe('Newest first.'),
    has_more: z.boolean().describe('There are older ones, which are not told.'),
  })
  .meta({ id: 'ChatMatches' })
/** The messages of a chat that a search has found. */
export type ChatMatches = z.infer<typeof chatMatches>

export const tagList = z
  .object({ tags: z.array(z.string()).describe('Most used first, as far as the newest chats with tags tell.') })
  .meta({ id: 'TagList' })
/** The tags that chats have. */
export type TagList = z.infer<typeof tagList>
