/**
 * Runs the same work once for concurrent callers. A caller never gets the result of a run that began before it called:
 * callers that come during a run share the next one.
 */
export class RequestCoalescer<T> {
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
