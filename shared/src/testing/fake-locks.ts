interface Waiting {
  name: string
  take: () => void
}

/** Web Locks as far as tabs choose a leader by them, for Node.js that has none. */
export class FakeLocks {
  /** While set, a holder from whom a lock is stolen learns of it only when these are called: it hangs. */
  unheard: (() => void)[] | null = null
  readonly #losses = new Map<string, () => void>()
  #queue: Waiting[] = []

  request(name: string, { steal, signal }: LockOptions, held: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => reject(new DOMException('The lock is gone', 'AbortError'))
      const take = () => {
        this.#losses.set(name, end)
        void Promise.resolve()
          .then(held)
          .then(() => {
            if (this.#losses.get(name) === end) this.#losses.delete(name)
            resolve()
            this.#next(name)
          })
      }
      if (steal) {
        const lost = this.#losses.get(name)
        if (lost && this.unheard) this.unheard.push(lost)
        else lost?.()
        return take()
      }
      const waiting = { name, take }
      this.#queue.push(waiting)
      signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(waiting)) return
        this.#queue = this.#queue.filter((other) => other !== waiting)
        end()
      })
      this.#next(name)
    })
  }

  query(): Promise<LockManagerSnapshot> {
    return Promise.resolve({ pending: this.#queue.map(({ name }) => ({ name })) })
  }

  #next(name: string): void {
    const next = this.#queue.find((waiting) => waiting.name === name)
    if (!next || this.#losses.has(name)) return
    this.#queue = this.#queue.filter((other) => other !== next)
    next.take()
  }
}
