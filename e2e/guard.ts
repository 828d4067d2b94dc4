import type { BrowserContext } from '@playwright/test'

/**
 * Watches everything a browser does during a test: a request to another origin than the server's, an error on the console
 * (a violated content security policy is one) or an uncaught exception fails the test that caused it.
 */
export class Guard {
  readonly problems: string[] = []
  requests = 0
  private readonly expected: RegExp[] = []

  private readonly hosts: string[]

  constructor(origin: string) {
    this.hosts = [new URL(origin).host]
  }

  /** A page of the test's own, on an origin of its own. */
  allowOrigin(origin: string): void {
    this.hosts.push(new URL(origin).host)
  }

  /** Console errors that a test provokes on purpose. Foreign requests are never allowed. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns)
  }

  watch(context: BrowserContext): void {
    context.on('request', (request) => this.checkOrigin(request.url()))
    context.on('page', (page) => page.on('websocket', (socket) => this.checkOrigin(socket.url())))
    context.on('console', (message) => {
      if (message.type() === 'error') this.report(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (error) => this.report(`exception: ${error.error().stack}`))
  }

  private checkOrigin(address: string): void {
    this.requests += 1
    const { protocol, host } = new URL(address)
    const local = protocol === 'data:' || protocol === 'blob:'
    if (!local && !this.hosts.includes(host)) this.problems.push(`request to ${address}`)
  }

  private report(problem: string): void {
    if (!this.expected.some((pattern) => pattern.test(problem))) this.problems.push(problem)
  }
}

/** What Chromium prints for every request to a server that is not there. */
export const SERVER_AWAY = [/ERR_CONNECTION_REFUSED/, /ERR_CONNECTION_RESET/, /ERR_EMPTY_RESPONSE/, /WebSocket/]
