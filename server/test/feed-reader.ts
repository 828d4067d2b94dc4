import { staffRoutes, type ApiError, type EventPage, type SupportEvent } from '@support-chat/shared'
import { call } from './call.js'
import { eventually } from './eventually.js'
import type { TestApp } from './test-app.js'

/** Follows the event feed as another program does, and keeps what came. */
export class FeedReader {
  readonly events: SupportEvent[] = []

  private constructor(
    private readonly server: Pick<TestApp, 'url'>,
    private readonly token: string,
    public cursor: string,
  ) {}

  /** From now on: what has happened until now has its position already. */
  static async fromNow(server: Pick<TestApp, 'url' | 'sql'>, token: string): Promise<FeedReader> {
    const pending = () => server.sql('SELECT FROM events WHERE position IS NULL')
    await eventually(async () => ((await pending()).length === 0 ? true : null), 'what has happened to be in the feed')
    const { body } = await page(server, token, '?after=latest')
    return new FeedReader(server, token, body.next_cursor)
  }

  /** What has come since the last time. */
  async read(limit = 200): Promise<SupportEvent[]> {
    const { body } = await page(this.server, this.token, `?after=${this.cursor}&limit=${limit}`)
    this.cursor = body.next_cursor
    this.events.push(...body.events)
    return body.events
  }

  /** Reads until so many have come in all. */
  async until(count: number): Promise<SupportEvent[]> {
    return eventually(async () => {
      await this.read()
      return this.events.length >= count ? this.events : null
    }, `${count} events`)
  }
}

export const page = (server: Pick<TestApp, 'url'>, token: string, query = '') =>
  call<EventPage & ApiError>(`${server.url}${staffRoutes.events}${query}`, 'GET', { token })
