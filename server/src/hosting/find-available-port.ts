import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { cannotListen, type ListenAddress } from '../config/cannot-listen.js'

/** How long to wait for a port: a server that was told to stop a moment ago may still hold it. */
const PATIENCE_MS = 2_000

/**
 * Checks, before anything else is started, that the server can listen on a port.
 * @param variables of port and host, for the sentence
 * @returns the port; for 0, a free one
 * @throws StartError with one sentence
 */
export async function findAvailablePort(
  port: number,
  host: string,
  variables?: ListenAddress['variables'],
): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await tryPort(port, host)
    } catch (error) {
      if (!isInUse(error) || Date.now() > deadline)
        throw cannotListen(error, { port, host, ...(variables && { variables }) })
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
