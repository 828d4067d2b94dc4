import { expect, type Page } from '@playwright/test'
import { type AdminSupportChat, type ChatListPage, routes } from '@support-chat/shared'
import { fileURLToPath } from 'node:url'

/** Takes pictures of a page, and brings about what the real server does not do when asked. */
export class Pictures {
  private count = 0

  /** @param look folder of the pictures, beneath `test-results/screens` */
  constructor(
    readonly page: Page,
    readonly look: string,
  ) {}

  get input() {
    return this.page.locator('app-composer textarea')
  }

  async send(text: string): Promise<void> {
    await this.input.fill(text)
    await this.input.press('Enter')
    await expect(this.input).toHaveValue('')
  }

  async at(address: string, name: string | null, ready = 'app-message-bubble'): Promise<void> {
    await this.page.goto(address)
    await this.page.locator(ready).first().waitFor({ state: 'attached' })
    if (name) await this.take(name)
  }

  /** Answers a route itself; null: never. */
  async answer(path: string, answer: { status: number; json: unknown } | null): Promise<void> {
    const matches = ({ pathname }: URL) => pathname === path
    await this.page.route(matches, (route) => (answer ? route.fulfill(answer) : undefined))
  }

  /** Leaves every answer to the server again. */
  answerNothing(): Promise<void> {
    return this.page.unrouteAll({ behavior: 'ignoreErrors' })
  }

  /** Changes what a route answers. */
  async change<T extends object>(path: string, change: (body: T) => object): Promise<void> {
    const matches = ({ pathname }: URL) => pathname === path
    await this.page.route(matches, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: change((await response.json()) as T) })
    })
  }

  /** Spreads the messages of a chat over the days before, which no test can wait for. */
  async dateBack(chatId: string): Promise<void> {
    await this.change<AdminSupportChat>(routes.adminChat(chatId), (chat) => ({
      ...chat,
      messages: chat.messages.map((message, index, all) => {
        return { ...message, created_at: before(message.created_at, (all.length - 1 - index) ** 2 * 20) }
      }),
    }))
  }

  async take(name: string, options: { fullPage?: boolean } = {}): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready)
    const number = String(++this.count).padStart(2, '0')
    const path = fileURLToPath(new URL(`../test-results/screens/${this.look}/${number}-${name}.png`, import.meta.url))
    await this.page.screenshot({ ...options, path })
  }
}

const HOUR_MS = 3_600_000

const before = (iso: string | null, hours: number): string =>
  new Date((iso ? Date.parse(iso) : Date.now()) - hours * HOUR_MS).toISOString()

/** Spreads the chats of the list over the weeks before. */
export const dateChatsBack = (page: Page): Promise<unknown> =>
  page.route(
    ({ pathname }) => pathname === routes.adminChats,
    async (route) => {
      const response = await route.fetch()
      const list = (await response.json()) as ChatListPage
      const chats = list.chats.map((chat, index) => ({
        ...chat,
        last_message_at: before(chat.last_message_at, index ** 2 / 4),
        listed_at: before(chat.listed_at, index ** 2 / 4),
        waiting_since: chat.waiting_since && before(chat.waiting_since, index ** 2 / 4),
      }))
      await route.fulfill({ response, json: { ...list, chats } })
    },
  )
