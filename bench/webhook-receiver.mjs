// The endpoint of bench/webhooks.mjs: answers at once, and says how many have come.
import { createServer } from 'node:http'

let received = 0
const server = createServer((request, response) => {
  received++
  request.resume().once('end', () => response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
setInterval(() => process.send(received), 200)
process.once('disconnect', () => process.exit())
