import type { IncomingMessage, Server } from 'node:http'

/**
 * Removes the base path from the addresses of requests, so that nothing behind it needs to know of one. A proxy may as well
 * have removed it: addresses without it stay as they are, those of probes too.
 * @param base empty, or such as `/support`
 */
export function removeBase(server: Server, base: string): void {
  if (!base) return
  const remove = (request: IncomingMessage) => {
    request.url = withoutBase(base, request.url ?? '/')
  }
  // Socket.IO puts itself before all listeners there are when it starts, and goes by the address too.
  server.once('listening', () => {
    server.prependListener('request', remove).prependListener('upgrade', remove)
  })
}

function withoutBase(base: string, url: string): string {
  const rest = url.slice(base.length)
  if (!url.startsWith(base) || !/^(?:[/?]|$)/.test(rest)) return url
  return rest.startsWith('/') ? rest : `/${rest}`
}
