import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../config/start-error.js'

/** How long to wait for a port: a server that was told to stop a moment ago may still hold it. */
const PATIENCE_MS = 2_000

/**
 * Checks, before anything else is started, that the server can listen on a port.
 * @returns the port; for 0, a free one
 * @throws StartError with one sentence
 */
export async function findAvailablePort(port: number, host: string): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await tryPort(port, host)
    } catch (error) {
      if (!isInUse(error) || Date.now() > deadline) throw cannotListen(error, port, host)
      await delay(100)
    }
  }
}

async function tryPort(port: number, host: string): Promise<number> {
  const probe = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen(port, host, resolve)
    })
    return (probe.address() as AddressInfo).port
  } finally {
    await new Promise((resolve) => {
      probe.close(resolve)
    })
  }
}

const isInUse = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE'

/** Says why a server could not listen. */
export function cannotListen(error: unknown, port: number, host: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} is in use: stop what uses it, or set PORT.`)
    case 'EACCES':
      return new StartError(`Port ${port} needs rights that this account does not have: set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST ${host} is no address of this machine: set HOST to one, or leave it out.`)
    default:
      return error
  }
}
