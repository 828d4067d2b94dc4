import { memoryOutboxStore, type OutboxStore } from '../client.js'
import { FakeLocks } from './fake-locks.js'

type Watcher = (key: string, value: string | null) => void

/** What Node.js lacks of a browser with several tabs. `document` and `window` are one for all of them. */
export class FakeBrowser {
  readonly #Channel = globalThis.BroadcastChannel
  readonly #locks = new FakeLocks()
  readonly #channels: BroadcastChannel[] = []
  readonly #values = memoryOutboxStore()
  readonly #watchers = new Set<Watcher>()

  start(): this {
    const construct = (_target: unknown, [name]: [string]) => {
      const channel = new this.#Channel(name)
      this.#channels.push(channel)
      return channel
    }
    const Channel = new Proxy(this.#Channel, { construct })
    Object.assign(globalThis, { BroadcastChannel: Channel, document: new EventTarget(), window: new EventTarget() })
    Object.defineProperty(globalThis, 'navigator', { value: { locks: this.#locks }, configurable: true })
    return this
  }

  stop(): void {
    globalThis.BroadcastChannel = this.#Channel
    for (const name of ['document', 'window', 'navigator']) Reflect.deleteProperty(globalThis, name)
  }

  /** Local storage as one tab sees it: it is notified of what the others write. */
  storage(): OutboxStore {
    let own: Watcher | undefined
    const notify: Watcher = (key, value) => this.#watchers.forEach((other) => other !== own && other(key, value))
    return {
      load: (prefix) => this.#values.load(prefix),
      set: (key, value) => (this.#values.set(key, value), notify(key, value)),
      remove: (key) => (this.#values.remove(key), notify(key, null)),
      watch: (listener) => {
        this.#watchers.add((own = listener))
        return () => this.#watchers.delete(listener)
      },
    }
  }

  /** What the tab that was opened as number `tab` has to say, and what is said to it, waits. @returns lets it go on. */
  hang(tab: number): () => void {
    const channel = this.#channels[tab]
    if (!channel) throw new Error(`There is no tab ${tab}`)
    const { onmessage } = channel
    const held: (() => void)[] = []
    const losses: (() => void)[] = (this.#locks.unheard = [])
    channel.postMessage = (note) => void held.push(() => channel.postMessage(note))
    channel.onmessage = (event) => void held.push(() => onmessage?.call(channel, event))
    return () => {
      this.#locks.unheard = null
      Object.assign(channel, { onmessage })
      Reflect.deleteProperty(channel, 'postMessage')
      for (const happen of [...held, ...losses]) happen()
    }
  }
}
