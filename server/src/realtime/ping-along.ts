import type { Socket } from 'socket.io'

/** What Engine.IO's connections have beside their types: the heartbeat that they schedule. */
interface Heartbeat {
  readonly protocol: number
  /** Null while no ping waits for its pong. */
  readonly pingTimeoutTimer: NodeJS.Timeout | null
  readonly pingIntervalTimer: NodeJS.Timeout | null
  hasRefreshedPingTimeout: boolean
  sendPacket(type: 'ping'): void
  resetPingTimeout(): void
}

/**
 * Pings a client now rather than when its next ping is due, which then is one period from now: what is just being written to
 * it takes the ping along. To an idle client, each write by itself is most of what it costs.
 */
export function pingAlong(connection: Socket['conn']): void {
  const heartbeat = connection as unknown as Heartbeat
  // In the protocol's third version it is the client that pings.
  if (heartbeat.protocol === 3 || heartbeat.pingTimeoutTimer || !heartbeat.pingIntervalTimer) return
  heartbeat.pingIntervalTimer.refresh()
  heartbeat.hasRefreshedPingTimeout = false
  heartbeat.sendPacket('ping')
  heartbeat.resetPingTimeout()
}
