import { expect, type APIRequestContext } from '@playwright/test'
import { staffRoutes, type SupportMessage } from '@support-chat/shared'
import { signInStaff } from './keep-session.js'

/** Staff who answer without a browser, where the console is not what is looked at. */
export class StaffApi {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly headers: Record<string, string>,
  ) {}

  static async signIn(request: APIRequestContext): Promise<StaffApi> {
    const { access_token: token } = await signInStaff(request)
    return new StaffApi(request, { authorization: `Bearer ${token}` })
  }

  /** A colleague who has chosen a password. */
  async invite(email: string): Promise<{ email: string; password: string }> {
    const invited = await this.request.post(staffRoutes.invite, { headers: this.headers, data: { email } })
    const token = new URL((await invited.json()).invitation_url).hash.slice(1)
    const password = 'a password of ours'
    const accepted = await this.request.post(staffRoutes.acceptInvitation, { data: { token, password } })
    expect(accepted.ok()).toBe(true)
    return { email, password }
  }

  async reply(user: string, ...texts: string[]): Promise<void> {
    const route = `${await this.chatOf(user)}/messages`
    for (const content of texts) {
      const data = { content, client_id: crypto.randomUUID() }
      const answer = await this.request.post(route, { headers: this.headers, data })
      expect(answer.status()).toBe(201)
    }
  }

  /** Uploads files, and sends them with one message. */
  async sendFiles(
    user: string,
    content: string,
    ...files: { name: string; mimeType: string; buffer: Buffer }[]
  ): Promise<void> {
    const chat = await this.chatOf(user)
    const attachment_ids: string[] = []
    for (const file of files) {
      const multipart = { client_id: crypto.randomUUID(), file }
      const answer = await this.request.post(`${chat}/attachments`, { headers: this.headers, multipart })
      expect(answer.status()).toBe(201)
      attachment_ids.push((await answer.json()).id)
    }
    const data = { content, client_id: crypto.randomUUID(), attachment_ids }
    expect((await this.request.post(`${chat}/messages`, { headers: this.headers, data })).status()).toBe(201)
  }

  /** The newest page. */
  async messages(user: string): Promise<SupportMessage[]> {
    return (await (await this.request.get(await this.chatOf(user), { headers: this.headers })).json()).messages
  }

  /** Waits until the chat holds these texts and no other, in this order. */
  async expectMessages(user: string, ...texts: string[]): Promise<void> {
    await expect.poll(() => this.texts(user)).toEqual(texts)
  }

  /** Of the newest page, oldest first. */
  async texts(user: string): Promise<string[]> {
    return (await this.messages(user)).map(({ content }) => content)
  }

  /** Of the newest page, what the user wrote and staff have not read, as the server knows it. */
  async unread(user: string): Promise<string[]> {
    const messages = await this.messages(user)
    return messages.flatMap(({ sender_type, read_at, content }) =>
      sender_type === 'user' && read_at === null ? [content] : [],
    )
  }

  async unreadCount(): Promise<number> {
    return (await (await this.request.get(staffRoutes.unreadCount, { headers: this.headers })).json()).unread_count
  }

  async needsReply(): Promise<number> {
    return (await (await this.request.get(staffRoutes.counts, { headers: this.headers })).json()).needs_reply
  }

  /** Changes several chats alike. */
  async bulk(chatIds: string[], change: { archive: boolean }): Promise<void> {
    const data = { chat_ids: chatIds, ...change }
    expect((await this.request.post(staffRoutes.bulk, { headers: this.headers, data })).status()).toBe(200)
  }

  /** Says of all that wait for an answer that they need none, so that those who write next are all who wait. */
  async settleAll(): Promise<void> {
    for (;;) {
      const list = await this.request.get('/api/admin/chats?view=needs_reply&limit=200', { headers: this.headers })
      const { chats }: { chats: { id: string }[] } = await list.json()
      if (chats.length === 0) return
      for (const { id } of chats) {
        const answer = await this.request.patch(`/api/admin/chats/${id}`, {
          headers: this.headers,
          data: { needs_reply: false },
        })
        expect(answer.status()).toBe(200)
      }
    }
  }

  private async chatOf(user: string): Promise<string> {
    let chats: { id: string }[] = []
    // What a page shows may still be on its way to the server.
    await expect(async () => {
      const found = await this.request.get(`/api/admin/chats?q=${user}@example.com`, { headers: this.headers })
      chats = (await found.json()).chats
      expect(chats).toHaveLength(1)
    }).toPass()
    return `/api/admin/chats/${chats[0]!.id}`
  }
}
