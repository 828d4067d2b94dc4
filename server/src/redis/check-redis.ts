import { Redis } from 'ioredis'
import { StartError } from '../config/start-error.js'
import { describeConnectionError } from '../config/describe-connection-error.js'

/** For connecting, and for the answer to a command, in milliseconds. */
const PATIENCE_MS = 10_000

/**
 * Connects to REDIS_URL once, so that a mistake in it is reported at start and not taken for an outage.
 * @throws StartError with one sentence
 */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    retryStrategy: () => null,
  })
  let first: Error | undefined
  redis.on('error', (error: Error) => {
    first ??= error
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw new StartError(
      `REDIS_URL does not lead to a Redis: ${describeConnectionError(first ?? error, new URL(url))}.`,
    )
  } finally {
    redis.disconnect()
  }
}
