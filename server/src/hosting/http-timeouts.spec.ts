import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeouts } from './http-timeouts.js'

/** A server that answers once it has read the body. */
async function listening() {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('read')))
  setTimeouts(server, 50)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

it('A body that comes slowly ends with 408, but for a file, which may take its time', async () => {
  const server = await listening()
  const begin = (path: string) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.setEncoding('utf8')
    socket.write(`POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n1`)
    return socket
  }
  const [file, text] = [begin('/api/support_chat/attachments'), begin('/api/support_chat/messages')]
  const [refused] = (await once(text, 'data')) as [string]
  expect(refused).toMatch(/^HTTP\/1.1 408 /)
  file.write('2')
  const [answered] = (await once(file, 'data')) as [string]
  expect(answered).toMatch(/^HTTP\/1.1 200 /)
  file.destroy()
  text.destroy()
  server.close()
})
