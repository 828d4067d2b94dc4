// A Redis of its own, for programs of this folder.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, stopProcess } from './product.mjs'

/** Starts the redis-server of the PATH. @returns its address */
export async function startRedis(atEnd) {
  const folder = await mkdtemp(join(tmpdir(), 'support-chat-bench-redis-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const failed = once(child, 'error').then(() => Promise.reject(new Error('There is no redis-server on the PATH.')))
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The redis-server has ended.')))
  ended.catch(() => {})
  const ready = (async () => {
    for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept connections')) return
  })()
  await Promise.race([ready, failed, ended])
  failed.catch(() => {})
  child.stdout.resume()
  atEnd(() => stopProcess(child))
  return `redis://127.0.0.1:${port}`
}
