import { expect, type Locator, type Page } from '@playwright/test'
import { Conversation } from './conversation.js'

/** Support staff in the console at `/admin/`. */
export class ChatConsole extends Conversation {
  readonly email: Locator
  readonly password: Locator
  readonly listHeading: Locator
  /** Leads a reader of older messages to the end; says how many are new there. */
  readonly newest: Locator

  private constructor(page: Page) {
    super(page, page)
    this.email = page.getByRole('textbox', { name: 'Email' })
    this.newest = page.getByRole('button', { name: /^(Jump to newest|\d+ new messages?)$/ })
    this.listHeading = page.getByRole('heading', { name: 'Support Chats', exact: true })
    this.password = page.getByRole('textbox', { name: 'Password' })
  }

  static async visit(page: Page, address = '/admin/'): Promise<ChatConsole> {
    await page.goto(address)
    return new ChatConsole(page)
  }

  /** The same staff member in another tab of the same browser. */
  async inNewTab(address: string): Promise<ChatConsole> {
    return ChatConsole.visit(await this.page.context().newPage(), address)
  }

  async signIn(account: { email: string; password: string }): Promise<void> {
    await this.email.fill(account.email)
    await this.password.fill(account.password)
    await this.button('Sign in').click()
    await expect(this.listHeading).toBeVisible()
  }

  button(name: 'Sign in' | 'Archive' | 'Restore'): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** A chat's card in the list; its accessible name is everything that the card says. */
  card(userEmail: string, says?: RegExp): Locator {
    const card = this.page.getByRole('link', { name: userEmail })
    return says ? card.and(this.page.getByRole('link', { name: says })) : card
  }

  /** The given addresses in the order in which the list shows them. */
  async order(...userEmails: string[]): Promise<string[]> {
    const cards = await this.page.getByRole('link', { name: '@' }).allInnerTexts()
    return cards.flatMap((card) => userEmails.filter((email) => card.includes(email)))
  }

  /** How many chats wait, as the tab of the list, the page's title and its icon say. */
  async unreadCounts(): Promise<string[]> {
    const icon = decodeURIComponent((await this.page.locator('link[rel=icon]').getAttribute('href')) ?? '')
    return [
      /\d+/.exec(await this.page.getByRole('tab', { name: 'Active' }).innerText())?.[0] ?? '0',
      /^\((\d+)\)/.exec(await this.page.title())?.[1] ?? '0',
      />([\d+]+)<\/text>/.exec(icon)?.[1] ?? '0',
    ]
  }

  async openChat(userEmail: string): Promise<void> {
    await this.card(userEmail).click()
    await this.expectChat(userEmail)
  }

  async expectChat(userEmail: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name: userEmail })).toBeVisible()
  }

  async back(): Promise<void> {
    await this.page.getByRole('link', { name: 'Back to chats' }).click()
    await expect(this.page).toHaveURL(/\/chats(\?|$)/)
    await expect(this.listHeading).toBeVisible()
  }

  async tab(name: 'Active' | 'Archived'): Promise<void> {
    const tab = this.page.getByRole('tab', { name })
    await tab.click()
    await expect(tab).toHaveAttribute('aria-selected', 'true')
  }
}
