import { Redis } from 'ioredis'
import { StartError } from '../config/start-error.js'

/**
 * Connects to REDIS_URL once, so that a mistake in it is told at start instead of being taken for an outage.
 * @throws StartError with one sentence
 */
export async function reachRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 10_000, retryStrategy: () => null })
  let first: Error | undefined
  redis.on('error', (error: Error) => {
    first ??= error
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw new StartError(`REDIS_URL does not lead to a Redis: ${reasonOf(first ?? error, new URL(url))}.`)
  } finally {
    redis.disconnect()
  }
}

function reasonOf(error: unknown, { host, hostname }: URL): string {
  const { code, message } = error as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${host}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `there is no host ${hostname}`
    default:
      return message?.replace(/\.$/, '') || `no answer from ${host}`
  }
}
