// The server, run from its sources, and started anew when they change.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from '../run.mjs'

const COMMAND = ['--import', './server/typescript.mjs', 'server/src/main.ts']

export class RestartingServer {
  /** Settles when the newest start does: rejects with a sentence where it has failed. */
  ready = Promise.resolve()
  #child = null
  #restarting = false
  #again = false

  constructor(port, env) {
    this.port = port
    this.env = { ...process.env, ...env, NODE_ENV: 'development', HOST: '127.0.0.1', PORT: String(port) }
  }

  start() {
    this.ready = this.#launch()
    this.ready.catch(() => console.error('The server is not running. It is started again at the next change.'))
    return this.ready
  }

  /** One restart at a time; what changes meanwhile brings one more. */
  async restart(changed) {
    this.#again = true
    if (this.#restarting) return
    this.#restarting = true
    while (this.#again) {
      this.#again = false
      console.log(`\nRestarting the server: ${changed.join(', ')}`)
      await this.start().catch(() => undefined)
    }
    this.#restarting = false
  }

  async stop() {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }

  async #launch() {
    await this.stop()
    const child = spawn(process.execPath, COMMAND, {
      cwd: root,
      env: this.env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    this.#child = child
    while (child.exitCode === null && child.signalCode === null) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/api/health/ready`).catch(() => null)
      if (answer?.ok) return
      await delay(100)
    }
    throw new Error('The server has ended: the terminal says why.')
  }
}
