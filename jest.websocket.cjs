const WebSocket = require('ws')

// Browsers have one, and so has Node.js from 22 on. An error that nobody listens to is no exception there.
globalThis.WebSocket ??= class extends WebSocket {
  constructor(...args) {
    super(...args)
    this.on('error', () => undefined)
  }
}
