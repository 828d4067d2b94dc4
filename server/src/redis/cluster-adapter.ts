import { createAdapter } from '@socket.io/redis-adapter'
import type { Server } from 'socket.io'
import type { RedisConnections } from './redis-connections.js'

/**
 * For `server.adapter(…)`: sends what is emitted on one node to the sockets of the others too.
 *
 * While Redis is away, or slow, each node still reaches its own sockets at once. What is for the others is dropped, and
 * their clients catch up at the next `head` heartbeat. `fetchSockets` and `serverSideEmit` with an answer reject
 * then.
 */
export function clusterAdapter(redis: RedisConnections): Parameters<Server['adapter']>[0] {
  return createAdapter(redis.open('broadcasts', 'fail'), redis.open('subscriptions', 'listen'), { key: 'support-chat' })
}
