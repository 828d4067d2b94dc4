import { randomUUID } from 'node:crypto'
import {
  routes,
  staffRoutes,
  type ApiError,
  type ChatCounts,
  type ChatHistory,
  type ChatListPage,
  type CreatedApiKey,
  type Invitation,
  type Session,
  type SupportChat,
  type SupportChatListItem,
  type SupportMessage,
} from '@support-chat/shared'
import { call, type Answer } from './call.js'
import type { TestApp } from './test-app.js'

/** What tests of a team ask of a server. */
export function teamOn(server: () => TestApp, staff: () => string) {
  const ask = <T>(method: string, path: string, body?: unknown, token = staff()): Promise<Answer<T>> =>
    call<T>(server().url + path, method, { token, ...(body === undefined ? {} : { body }) })
  const message = (content: string) => ({ content, client_id: randomUUID() })

  return {
    ask,
    message,
    /** A user with a chat in which nobody has written. */
    async user(name = `user-${randomUUID()}`) {
      const token = server().userToken(name)
      const { id } = (await ask<SupportChat>('GET', routes.userChat, undefined, token)).body
      const says = async (content: string) =>
        (await ask<SupportMessage>('POST', routes.userMessages, message(content), token)).body
      return { name, token, id, says }
    },
    /** A colleague who is signed in. */
    async colleague(name: string) {
      const email = `${name}-${randomUUID()}@example.com`
      const { body } = await ask<Invitation>('POST', staffRoutes.invite, { email, name })
      const accept = { token: body.invitation_url.split('#')[1], password: 'a long enough password' }
      const session = (await ask<Session>('POST', staffRoutes.acceptInvitation, accept)).body
      return { id: body.member.id, name, email, token: session.access_token }
    },
    async key(...scopes: string[]) {
      return (await ask<CreatedApiKey>('POST', staffRoutes.apiKeys, { name: 'Robot', scopes })).body.key
    },
    answer: (chatId: string, content: string, token?: string) =>
      ask<SupportMessage>('POST', routes.adminMessages(chatId), message(content), token),
    change: (chatId: string, body: object, token?: string) =>
      ask<SupportChatListItem & ApiError>('PATCH', routes.adminChat(chatId), body, token),
    archive: (chatId: string) => ask('POST', routes.adminArchive(chatId)),
    unarchive: (chatId: string) => ask('POST', routes.adminUnarchive(chatId)),
    async list(query: string, token?: string) {
      return (await ask<ChatListPage>('GET', `${routes.adminChats}?limit=200&${query}`, undefined, token)).body.chats
    },
    async counts(token?: string) {
      return (await ask<ChatCounts>('GET', staffRoutes.counts, undefined, token)).body
    },
    async history(chatId: string) {
      return (await ask<ChatHistory>('GET', staffRoutes.history(chatId))).body.entries
    },
    /** Wherever it stands; to look at it views nothing. */
    async card(chatId: string, name: string) {
      const found = await ask<ChatListPage>('GET', `${routes.adminChats}?q=${name}`)
      const archived = await ask<ChatListPage>('GET', `${routes.adminChats}?archived=true&q=${name}`)
      const card = [...found.body.chats, ...archived.body.chats].find(({ id }) => id === chatId)
      if (!card) throw new Error(`There is no card of ${name}`)
      return card
    },
  }
}

export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
