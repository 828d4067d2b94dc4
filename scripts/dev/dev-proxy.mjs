// Stands before the server that is restarted: requests wait until it is back, and each page listens for reloads.
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** A script and a stream of our own origin: the pages keep their content security policy. */
const SCRIPT = '/dev/reload.js'
const EVENTS = '/dev/events'
const RELOAD = `new EventSource('${EVENTS}').onmessage = () => location.reload()`
const TAG = `<script src="${SCRIPT}"></script>`
/** Answers are as they are now, and can be read. */
const DROPPED = ['accept-encoding', 'if-none-match', 'if-modified-since']

export class DevProxy {
  #pages = new Set()
  #server

  constructor(target) {
    this.target = target
    this.#server = createServer((incoming, response) => void this.#answer(incoming, response))
    this.#server.on('upgrade', (incoming, socket, head) => void this.#upgrade(incoming, socket, head))
  }

  listen(port, host) {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve)
    })
  }

  reloadPages() {
    for (const page of this.#pages) page.write('data: reload\n\n')
  }

  async #answer(incoming, response) {
    if (incoming.url === SCRIPT) return response.setHeader('content-type', 'text/javascript').end(RELOAD)
    if (incoming.url === EVENTS) return this.#listenFor(response)
    try {
      await this.target.ready
      this.#pass(incoming, response)
    } catch (error) {
      fail(response, error)
    }
  }

  #listenFor(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
    this.#pages.add(response.once('close', () => this.#pages.delete(response)))
  }

  #pass(incoming, response) {
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !DROPPED.includes(name)))
    const { method, url: path } = incoming
    const outgoing = request({ host: '127.0.0.1', port: this.target.port, method, path, headers }, async (answer) => {
      const kept = { ...answer.headers, 'cache-control': 'no-store' }
      const isPage = /^text\/html/.test(kept['content-type'] ?? '') && method === 'GET'
      if (!isPage) {
        response.writeHead(answer.statusCode, kept)
        return answer.pipe(response)
      }
      const page = (await text(answer)).replace('</head>', `${TAG}</head>`)
      response.writeHead(answer.statusCode, { ...kept, 'content-length': Buffer.byteLength(page) }).end(page)
    })
    outgoing.once('error', (error) => fail(response, error))
    response.once('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  }

  async #upgrade(incoming, socket, head) {
    socket.on('error', () => socket.destroy())
    await this.target.ready.catch(() => undefined)
    const lines = incoming.rawHeaders.map((text, at) => (at % 2 ? `${text}\r\n` : `${text}: `)).join('')
    const upstream = connect(this.target.port, '127.0.0.1', () => {
      upstream.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines}\r\n`)
      upstream.write(head)
      socket.pipe(upstream).pipe(socket)
    })
    upstream.once('error', () => socket.destroy())
    socket.once('close', () => upstream.destroy())
  }
}

/** Asked for again by the page itself, until there is something to show. */
function fail(response, { message }) {
  if (response.headersSent) return response.destroy()
  response.writeHead(503, { 'content-type': 'text/html', refresh: '1' }).end(message)
}
