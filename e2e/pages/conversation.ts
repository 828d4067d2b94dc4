import { expect, type Locator, type Page } from '@playwright/test'

/** What a user's panel and the console's detail page have in common: messages and a box to write in. */
export class Conversation {
  readonly log: Locator
  readonly input: Locator
  readonly sendButton: Locator

  constructor(
    readonly page: Page,
    root: Page | Locator,
  ) {
    this.log = root.getByRole('log', { name: 'Messages' })
    this.input = root.getByRole('textbox', { name: 'Message', exact: true })
    this.sendButton = root.getByRole('button', { name: 'Send message' })
  }

  message(text: string | RegExp): Locator {
    return this.log.getByText(text)
  }

  async send(text: string): Promise<void> {
    await this.input.fill(text)
    await this.sendButton.click()
    await expect(this.input).toHaveValue('')
  }

  async sends(...texts: string[]): Promise<void> {
    for (const text of texts) await this.send(text)
  }

  /** Waits until every text is shown exactly once, in this order. */
  async expectMessages(...texts: string[]): Promise<void> {
    await expect.poll(() => this.shown(texts)).toEqual(texts)
  }

  async scrollToTop(): Promise<void> {
    await this.log.hover()
    await this.page.mouse.wheel(0, -100_000)
  }

  /** Those of `texts` that the log shows, as often and in the order in which it shows them. */
  async shown(texts: string[]): Promise<string[]> {
    const lines = (await this.log.innerText()).split('\n').map((line) => line.trim())
    return lines.filter((line) => texts.includes(line))
  }
}
