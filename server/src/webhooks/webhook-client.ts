import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { WebhookTest } from '@support-chat/shared'
import { Config } from '../config/config.js'
import { RequestCoalescer } from '../rate-limits/request-coalescer.js'
import { guardedLookup, PrivateAddressError } from './guarded-lookup.js'
import { isPrivateLiteral } from './private-addresses.js'
import { ATTEMPT_MS } from './webhook.policy.js'

/** What came of a POST. */
export type Answer = Omit<WebhookTest, 'succeeded'> & {
  /** The answer's `Retry-After`, as it came. */
  retry_after: string | null
}

class LateAnswerError extends Error {
  override name = 'LateAnswerError'
}

/** Bytes of an answer that are read at most: nobody needs it, but the connection can be used again. */
const MAX_ANSWER_BYTES = 64 * 1024
/** Characters of it that are shown to staff. */
const SHOWN = 1_000
/** Connections that are not used for so long are closed, in milliseconds. */
const IDLE_MS = 30_000

const POOL: http.AgentOptions = { keepAlive: true, timeout: IDLE_MS }

/** Sends POSTs to addresses that outsiders have chosen: bounded in time and size, to public addresses, without redirects. */
@Injectable()
export class WebhookClient implements OnModuleDestroy {
  private readonly agents = { 'http:': new http.Agent(POOL), 'https:': new https.Agent(POOL) }
  /** One lookup of a name at a time: those that take long would keep all threads busy that there are for it. */
  private readonly lookups = new RequestCoalescer<Awaited<ReturnType<typeof resolve>>>()
  private readonly lookup: LookupFunction | undefined
  /** When the POST that was asked for last may begin. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly config: Config) {
    const guarded = guardedLookup((hostname) => this.lookups.run(hostname, () => resolve(hostname)))
    this.lookup = config.webhookAllowPrivate ? undefined : guarded
  }

  onModuleDestroy(): void {
    for (const agent of Object.values(this.agents)) agent.destroy()
  }

  /** Whether nothing may be sent to this URL, by what stands in it. */
  isRefused(url: string): boolean {
    return !this.config.webhookAllowPrivate && isPrivateLiteral(url)
  }

  /** Never rejects: what went wrong is in the answer. Each begins in a turn of the event loop of its own: no send waits for many. */
  async post(url: string, headers: Record<string, string>, body: string): Promise<Answer> {
    this.turn = this.turn.then(() => setImmediate())
    await this.turn
    const began = performance.now()
    const outcome = await this.attempt(url, headers, body).catch((error: unknown) => ({
      response_status: null,
      response_body: '',
      error: reasonOf(error),
      retry_after: null,
    }))
    return { ...outcome, duration_ms: Math.round(performance.now() - began) }
  }

  private async attempt(url: string, headers: Record<string, string>, body: string) {
    if (this.isRefused(url)) throw new PrivateAddressError('The URL names a private address')
    const end = performance.now() + ATTEMPT_MS
    for (let repeated = false; ; repeated = true) {
      const request = this.open(url, headers)
      const late = () => request.destroy(new LateAnswerError('The answer took too long'))
      const timer = setTimeout(late, end - performance.now())
      try {
        return await exchange(request, body)
      } catch (error) {
        // The other side has closed an idle connection in the moment in which it was used.
        if (repeated || !request.reusedSocket || codeOf(error) !== 'ECONNRESET') throw error
      } finally {
        clearTimeout(timer)
      }
    }
  }

  private open(url: string, headers: Record<string, string>): http.ClientRequest {
    const isSecure = url.startsWith('https:')
    return (isSecure ? https : http).request(url, {
      method: 'POST',
      headers,
      agent: this.agents[isSecure ? 'https:' : 'http:'],
      ...(this.lookup && { lookup: this.lookup }),
    })
  }
}

const resolve = (hostname: string) => lookup(hostname, { all: true })

/** What counts is the status: once it is there, the rest is read as far as it comes. */
function exchange(request: http.ClientRequest, body: string): Promise<Omit<Answer, 'duration_ms'>> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.once('response', (response) => {
      request.off('error', reject).on('error', () => undefined)
      let text = ''
      let bytes = 0
      const done = () => {
        resolve({
          response_status: response.statusCode ?? null,
          response_body: text.slice(0, SHOWN),
          error: null,
          retry_after: response.headers['retry-after'] ?? null,
        })
      }
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (text.length < SHOWN) text += chunk
        bytes += chunk.length
        if (bytes > MAX_ANSWER_BYTES) response.destroy()
      })
      response.once('close', done)
      response.once('error', done)
    })
    request.end(body)
  })
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

function reasonOf(error: unknown): NonNullable<Answer['error']> {
  if (error instanceof PrivateAddressError) return 'private_address'
  if (error instanceof LateAnswerError) return 'timeout'
  const code = codeOf(error)
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns'
  if (/CERT|TLS|SSL|SIGNATURE|VERIFY|ALTNAME/.test(code)) return 'tls'
  return 'connection'
}
