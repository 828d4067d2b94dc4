import { join } from 'node:path'

/** Packets of text only; see the files. */
const PACKAGES = {
  'engine.io-parser': 'src/wire/engine-packets.ts',
  'socket.io-parser': 'src/wire/socket-packets.ts',
}

/** Modules of the socket library, each with what is enough of it here. */
const MODULES = {
  // The server speaks WebSocket and HTTP polling only.
  'engine.io-client/build/esm/transports/webtransport.js': 'export const WT = undefined',
  // Polling with fetch instead of XMLHttpRequest.
  'engine.io-client/build/esm/transports/polling-xhr.js': `
    import { Polling } from './polling.js'
    export class XHR extends Polling {
      doPoll() {
        this.ask().then((text) => this.onData(text), (error) => this.onError('poll failed', error))
      }
      doWrite(body, done) {
        this.ask(body).then(done, (error) => this.onError('post failed', error))
      }
      async ask(body) {
        const headers = body === undefined ? {} : { 'content-type': 'text/plain;charset=UTF-8' }
        const method = body === undefined ? 'GET' : 'POST'
        const response = await fetch(this.uri(), { method, body, headers, credentials: 'omit' })
        if (!response.ok) throw new Error('status ' + response.status)
        return response.text()
      }
    }`,
  // Browsers take URLs apart by themselves.
  'engine.io-client/build/esm/contrib/parseuri.js': `
    export function parse(uri) {
      const { protocol, hostname, port } = new URL(uri)
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port }
    }`,
  // The engine names the server by its origin, and uses the default namespace.
  'socket.io-client/build/esm/url.js': `
    export const url = (source, path) => ({ source, id: source + path, path: '/' })`,
  // The engine reconnects by itself.
  'socket.io-client/build/esm/contrib/backo2.js': `
    export class Backoff { attempts = 0; reset() {} }`,
}

/** Leaves out of socket.io-client what this product never uses: a third of its weight. The protocol stays the same. */
export function leanSocketLibrary() {
  return {
    name: 'lean-socket-library',
    enforce: 'pre',
    resolveId: (id) => (id in PACKAGES ? join(import.meta.dirname, PACKAGES[id]) : null),
    load: (id) => Object.entries(MODULES).find(([path]) => id.endsWith(`/node_modules/${path}`))?.[1] ?? null,
  }
}
