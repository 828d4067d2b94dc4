import { Redis } from 'ioredis'
import { StartError } from '../config/start-error.js'

/**
 * Connects to REDIS_URL once, so that a mistake in it is told at start instead of being taken for an outage.
 * @throws StartError with one sentence
 */
export async function reachRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 10_000, retryStrategy: () => null })
  let reason = ''
  redis.on('error', (error: Error & { code?: string }) => {
    reason ||= error.code ?? error.message
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    const { host } = new URL(url)
    const words = reason || (error instanceof Error ? error.message : String(error))
    throw new StartError(`REDIS_URL does not lead to a Redis: ${host} answered ${words.replace(/\.$/, '')}.`)
  } finally {
    redis.disconnect()
  }
}
