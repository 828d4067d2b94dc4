import { expect, type Locator, type Page } from '@playwright/test'
import { Conversation } from './conversation.js'

/** A user of the embedding product, on a page with `<support-chat>`. */
export class ChatUser extends Conversation {
  readonly panel: Locator
  readonly connection: Locator

  private constructor(
    page: Page,
    readonly name: string,
    readonly address: string,
  ) {
    const panel = page.getByRole('dialog', { name: 'Support Chat' })
    super(page, panel)
    this.panel = panel
    this.connection = panel.getByRole('status').filter({ hasText: /^(Connected|Connecting…|Offline)$/ })
  }

  static async visit(page: Page, name: string, address = `/demo?user=${name}`): Promise<ChatUser> {
    const user = new ChatUser(page, name, address)
    await page.goto(address)
    await expect(user.launcher()).toBeVisible()
    return user
  }

  get email(): string {
    return `${this.name}@example.com`
  }

  /** The closed launcher; with `unread`, only while it says exactly that. */
  launcher(unread?: string): Locator {
    const name = unread ? `Open support chat, ${unread}` : /^Open support chat/
    return this.page.getByRole('button', { name, exact: true })
  }

  async open(): Promise<void> {
    await this.launcher().click()
    await expect(this.panel).toBeVisible()
    await expect(this.connection).toHaveText('Connected')
  }

  async close(): Promise<void> {
    await this.page.getByRole('button', { name: 'Close support chat' }).first().click()
    await expect(this.panel).toBeHidden()
  }

  /** Sends as the embedding page can, by the element's own method. */
  async sendThroughElement(texts: string[]): Promise<void> {
    await this.page.locator('support-chat').evaluate((element, all) => {
      for (const text of all) (element as unknown as { send(text: string): void }).send(text)
    }, texts)
  }

  /** Another user signs in to the embedding product in this tab. */
  replacedBy(name: string): Promise<ChatUser> {
    return ChatUser.visit(this.page, name)
  }

  /** The same user on another tab of the same browser. */
  async secondTab(): Promise<ChatUser> {
    return ChatUser.visit(await this.page.context().newPage(), this.name)
  }
}
