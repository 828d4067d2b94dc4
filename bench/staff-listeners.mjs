// Sockets of staff that only listen, in a process of their own: what they do is no part of what is measured. They take
// frames as they come, since to read them all would take a processor.
//
//   node bench/staff-listeners.mjs ORIGIN AUTH COUNT [CHAT…]   (with a parent, to which it says when all are connected)
import { once } from 'node:events'
import WebSocket from 'ws'

const [origin, auth, count, ...watched] = process.argv.slice(2)
const url = `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
let events = 0

await Promise.all(Array.from({ length: Number(count) }, (_, n) => open(watched[n % watched.length])))
process.send({ connected: Number(count) })
process.on('message', () => process.send({ events }))
process.on('disconnect', () => process.exit(0))

/** @param watched the one chat that it asks to hear of; of all where none is given */
async function open(watched) {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  socket.send(`40${auth}`)
  await new Promise((resolve, reject) => {
    socket.on('close', () => reject(new Error('A socket of staff was closed.')))
    socket.on('message', (data) => {
      // Engine.IO's ping, and Socket.IO's CONNECT, ACK, CONNECT_ERROR and EVENT.
      const head = data.subarray(0, 2).toString()
      if (head === '2') socket.send('3')
      else if (head === '40' && watched) socket.send(`420["watch",${JSON.stringify({ chat_ids: [watched] })}]`)
      else if (head === '40' || data.includes('"ok":true')) resolve()
      else if (head === '43' || head === '44') reject(new Error(String(data)))
      else if (head === '42') events++
    })
  })
}
