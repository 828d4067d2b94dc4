import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { routes, type SupportChat } from '@support-chat/shared'
import { io } from 'socket.io-client'
import { call } from '../call.js'
import type { TestSocket } from '../test-app.js'

/** What is not answered in this time, or refused, counts as if it had taken so long. */
const PATIENCE_MS = 3_000

/** Milliseconds that a request over REST and a send over the socket took: the median of several. */
export interface Latency {
  readonly rest: number
  readonly send: number
}

/** The token of the user of that name. */
export type SignToken = (name: string) => string

/** A user who does nothing wrong: reads the chat over REST and writes over a socket, one after the other. */
export class GoodUser {
  private chatId = ''
  private socket: TestSocket | null = null

  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async arrive(url: string, sign: SignToken): Promise<GoodUser> {
    const user = new GoodUser(url, sign(`good-${randomUUID()}`))
    const { body } = await call<SupportChat>(url + routes.userChat, 'GET', { token: user.token })
    user.chatId = body.id
    user.socket = io(url, { auth: { token: user.token }, forceNew: true, transports: ['websocket'] })
    await new Promise<void>((resolve, reject) => {
      user.socket?.once('connect', resolve).once('connect_error', reject)
    })
    for (let times = 0; times < 20; times++) await user.measureOnce()
    return user
  }

  /** At most `samples` of each, `pauseMs` apart, and no further ones once `longestMs` have gone by. */
  async measure(samples: number, longestMs: number, pauseMs: number): Promise<Latency> {
    const until = performance.now() + longestMs
    const taken: Latency[] = []
    do {
      taken.push(await this.measureOnce())
      await delay(pauseMs)
    } while (taken.length < samples && performance.now() < until)
    return { rest: median(taken.map(({ rest }) => rest)), send: median(taken.map(({ send }) => send)) }
  }

  leave(): void {
    this.socket?.disconnect()
  }

  private async measureOnce(): Promise<Latency> {
    return { rest: await timed(() => this.read()), send: await timed(() => this.send()) }
  }

  private async read(): Promise<boolean> {
    const response = await fetch(this.url + routes.userChat, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.arrayBuffer()
    return response.ok
  }

  private async send(): Promise<boolean> {
    const message = { chat_id: this.chatId, content: 'How are you?', client_id: randomUUID() }
    return (await this.socket?.timeout(PATIENCE_MS).emitWithAck('send_message', message))?.ok ?? false
  }
}

async function timed(act: () => Promise<boolean>): Promise<number> {
  const begin = performance.now()
  const ok = await act().catch(() => false)
  return ok ? performance.now() - begin : PATIENCE_MS
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? PATIENCE_MS
}
