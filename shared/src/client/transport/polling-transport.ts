import type { OpenTransport } from './transport.js'
import { withTimeout } from '../core/with-timeout.js'

/** Between the packets of one HTTP body. */
const SEPARATOR = '\x1e'
/** Characters in one body: in UTF-8 at most three times as many bytes, and the server takes 64 KiB. */
const BODY_LIMIT = 16_000
const CLOSE = '1'
/** For sending one body. The request that waits for packets ends by itself: the server pings. */
const WRITE_LIMIT_MS = 15_000

/** HTTP long polling: one request waits for what comes, another carries what goes, one at a time each. */
export const openPolling: OpenTransport = (url, listener, credentials) => {
  const stopping = new AbortController()
  const waiting: string[] = []
  let address = `${url}&transport=polling`
  let writing = false
  let closed = false

  async function exchange(body?: string): Promise<string> {
    const response = await fetch(address, {
      ...(body !== undefined && { method: 'POST', body, headers: { 'content-type': 'text/plain;charset=UTF-8' } }),
      cache: 'no-store',
      credentials,
      signal: stopping.signal,
      // The last packet may be sent while the page closes.
      keepalive: closed,
    })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return response.text()
  }

  async function read(): Promise<void> {
    while (!closed) {
      for (const packet of (await exchange()).split(SEPARATOR)) {
        if (closed) return
        // The first packet names the session.
        if (packet.startsWith('0')) address += `&sid=${(JSON.parse(packet.slice(1)) as { sid: string }).sid}`
        listener.packet(packet)
      }
    }
  }

  async function write(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0) await withTimeout(WRITE_LIMIT_MS, exchange(nextBody(waiting)))
    writing = false
    if (closed) stopping.abort()
  }

  const fail = () => {
    stopping.abort()
    if (closed) return
    closed = true
    listener.end()
  }
  read().catch(fail)
  return {
    send(packet) {
      waiting.push(packet)
      write().catch(fail)
    },
    close() {
      if (closed) return
      closed = true
      // The server then ends the waiting request too. Without a session there is nothing to close.
      if (address.includes('&sid=')) this.send(CLOSE)
      else stopping.abort()
    },
  }
}

/** Takes out as many packets as go into one body, and one in any case. */
function nextBody(waiting: string[]): string {
  let size = 0
  const beyond = waiting.findIndex((packet, at) => (size += packet.length + 1) > BODY_LIMIT && at > 0)
  return waiting.splice(0, beyond < 0 ? waiting.length : beyond).join(SEPARATOR)
}
