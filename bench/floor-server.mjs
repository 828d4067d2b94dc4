// The floor: the least a chat server can do and still keep the promise of an acknowledged message. A room, checked by a JWT
// where there is one.
// One statement a message (sequence bump and deduplicated insert), acknowledged after its commit, told to its room and to staff.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { Server } from 'socket.io'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query(`
  DROP TABLE IF EXISTS floor_messages; DROP TABLE IF EXISTS floor_chats;
  CREATE TABLE floor_chats (id text PRIMARY KEY, last_sequence int NOT NULL DEFAULT 0);
  CREATE TABLE floor_messages (id uuid PRIMARY KEY, chat_id text NOT NULL, sequence int NOT NULL, client_id uuid NOT NULL,
    content text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (chat_id, sequence), UNIQUE (chat_id, client_id))`)

const store = {
  name: 'store',
  text: `WITH chat AS (
           INSERT INTO floor_chats (id, last_sequence) VALUES ($2, 1)
           ON CONFLICT (id) DO UPDATE SET last_sequence = floor_chats.last_sequence + 1 RETURNING last_sequence)
         INSERT INTO floor_messages (id, chat_id, sequence, client_id, content)
         SELECT $1, $2, last_sequence, $3, $4 FROM chat
         ON CONFLICT (chat_id, client_id) DO NOTHING RETURNING *`,
}

const http = createServer()
// Pings as often as ours.
const io = new Server(http, { transports: ['websocket'], pingInterval: 15_000, pingTimeout: 10_000 })
io.use((socket, next) => {
  const { chat, token } = socket.handshake.auth
  try {
    socket.data.chat = token === undefined ? chat : jwt.verify(token, process.env.USER_JWT_SECRET).sub
    next()
  } catch (error) {
    next(error)
  }
})
io.on('connection', (socket) => {
  void socket.join(socket.data.chat)
  socket.on('send_message', async ({ content, client_id }, ack) => {
    const { chat } = socket.data
    const { rows } = await pool.query({ ...store, values: [randomUUID(), chat, client_id, content] })
    ack({ ok: true, data: rows[0] })
    io.to(chat).emit('new_message', { type: 'new_message', message: rows[0] })
    io.to('staff').emit('new_user_message', { type: 'new_user_message', chat_id: chat, message: rows[0] })
  })
})
http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }))
process.on('disconnect', () => process.exit(0))
