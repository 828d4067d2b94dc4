/**
 * Does the same work once for many who ask at the same time, and never hands out what was begun before somebody asked:
 * who comes while it is under way shares the next run.
 */
export class SharedWork<T> {
  private readonly running = new Map<string, { next: Promise<T> | null; end: Promise<unknown> }>()

  /** @param work is the same for all who give the same `key` */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(key)
    if (!running) return this.begin(key, work)
    running.next ??= running.end.then(() => this.begin(key, work))
    return running.next
  }

  private begin(key: string, work: () => Promise<T>): Promise<T> {
    const result = work()
    const run = { next: null as Promise<T> | null, end: result.then(ignore, ignore) }
    this.running.set(key, run)
    void run.end.then(() => {
      if (run.next === null) this.running.delete(key)
    })
    return result
  }
}

const ignore = () => undefined
