import { randomUUID } from 'node:crypto'
import {
  adminAttachmentsRoute,
  routes,
  userAttachmentsRoute,
  type ApiError,
  type Attachment,
  type SupportMessage,
} from '@support-chat/shared'
import { call, type Answer } from './call.js'
import type { TestApp } from './test-app.js'

export interface Upload {
  name?: string
  clientId?: string
  /** Null: the user's own. */
  chatId?: string | null
}

/** What tests of files ask of a server. */
export function filesOn(server: () => Pick<TestApp, 'url'>) {
  const post = async (path: string, token: string, body: FormData | ReadableStream, headers: object = {}) => {
    const response = await fetch(server().url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      body,
      ...(body instanceof FormData ? {} : { duplex: 'half' }),
    } as RequestInit)
    return { status: response.status, body: (await response.json()) as Attachment & ApiError }
  }
  const pathOf = (chatId: string | null) => (chatId === null ? userAttachmentsRoute : adminAttachmentsRoute(chatId))

  return {
    post,
    upload(token: string, bytes: Buffer | string, upload: Upload = {}) {
      const { name = 'file.bin', clientId = randomUUID(), chatId = null } = upload
      const form = new FormData()
      form.set('client_id', clientId)
      form.set('file', new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name)
      return post(pathOf(chatId), token, form)
    },
    send(
      token: string,
      attachment_ids: unknown,
      { content = '', client_id = randomUUID(), chatId = null as string | null } = {},
    ): Promise<Answer<SupportMessage & ApiError>> {
      const path = chatId === null ? routes.userMessages : routes.adminMessages(chatId)
      return call(server().url + path, 'POST', { token, body: { content, client_id, attachment_ids } })
    },
    fetched: (path: string | null, headers: Record<string, string> = {}) => fetch(server().url + path, { headers }),
  }
}
