// The least a client of Socket.IO can be: a program that opens thousands has little to do for each.
import WebSocket from 'ws'

/**
 * Connects with a token, over WebSocket, and answers pings from then on.
 * @returns {Promise<WebSocket>} once the server has let it in
 * @throws Error with what the server says: a rate limit for example
 */
export function connect(origin, token) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  const open = new Promise((resolve, reject) => {
    socket.on('message', (data) => {
      const packet = data.toString()
      if (packet === '2') socket.send('3')
      else if (packet.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`)
      else if (packet.startsWith('40')) resolve(socket)
      else if (packet.startsWith('44')) reject(new Error(`The server refused a socket: ${packet.slice(2)}`))
    })
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`A socket was closed before it was let in: ${code}`)))
  })
  // Whoever opens many waits for them later.
  open.catch(() => undefined)
  return open
}

/** @returns once all are closed */
export function closeAll(sockets) {
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
  for (const socket of sockets) socket.close()
  return Promise.all(closed)
}
