/** Timers that end when the test says so: no machine is too slow for them, and none too fast. */
export interface HeldTimers {
  /** Those that run. */
  readonly count: number
  /** Their time is over. */
  pass(): void
}

/** Holds every timer from now on whose milliseconds `held` picks, until `jest.restoreAllMocks()`. */
export function holdTimers(held: (wait: number) => boolean): HeldTimers {
  const start = globalThis.setTimeout
  const clear = globalThis.clearTimeout
  const running = new Map<unknown, () => void>()
  const hold = (work: () => void, wait = 0) => {
    if (!held(wait)) return start(work, wait)
    const timer = start(() => undefined, 0)
    running.set(timer, work)
    return timer
  }
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(hold as typeof setTimeout)
  jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    running.delete(timer)
    clear(timer)
  })
  return {
    get count() {
      return running.size
    },
    pass() {
      const over = [...running.values()]
      running.clear()
      for (const work of over) work()
    },
  }
}
