import { randomUUID } from 'node:crypto'
import type { ApiError, MessagePage, SupportMessage } from '@support-chat/shared'
import { routes } from '@support-chat/shared'
import { AppError } from '../common/errors/app-error.js'

/** Somebody who is signed in, and asks over HTTP, as browsers do. */
export class TestClient {
  /** @internal */
  constructor(
    private readonly url: string,
    /** Of each request: the token, or whatever your own sessions go by. */
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param path of the REST API, with `/api`
   * @returns the body of the answer
   * @throws AppError with the code, the message and the details of a refusal
   */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as T | ApiError
    if (response.ok) return answer as T
    const { code, message, details } = answer as ApiError
    throw new AppError(code, message, details)
  }
}

/** A user of the application. */
export class TestUser extends TestClient {
  /** Sends a message into the user's chat, which is made on first use. @throws AppError */
  send(content: string, clientId: string = randomUUID()): Promise<SupportMessage> {
    return this.ask('POST', routes.userMessages, { content, client_id: clientId })
  }

  /** The newest messages of the chat, 50 at most, oldest first. */
  async messages(): Promise<SupportMessage[]> {
    return (await this.ask<MessagePage>('GET', routes.userMessages)).messages
  }
}

/** A member of staff. */
export class TestStaff extends TestClient {
  /** Answers in a chat, which is the `chat_id` of its messages. @throws AppError */
  send(chatId: string, content: string, clientId: string = randomUUID()): Promise<SupportMessage> {
    return this.ask('POST', routes.adminMessages(chatId), { content, client_id: clientId })
  }
}
