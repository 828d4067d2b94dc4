import { setTimeout as delay } from 'node:timers/promises'

const TICK_MS = 20
/** A flood that outlives its test does no harm to the next one. */
const LONGEST_MS = 10_000

/**
 * Does something so many times a second, without waiting for what becomes of it, until the signal ends it. `act` gets
 * the number of the time, from 0 on; where it fails it has been refused, which is what floods are for.
 */
export async function pace(perSecond: number, signal: AbortSignal, act: (time: number) => unknown): Promise<void> {
  const begin = performance.now()
  let done = 0
  while (!signal.aborted && performance.now() - begin < LONGEST_MS) {
    const due = ((performance.now() - begin) / 1000) * perSecond
    for (; done < due && !signal.aborted; done++) void attempt(() => act(done))
    await delay(TICK_MS)
  }
}

async function attempt(act: () => unknown): Promise<void> {
  try {
    await act()
  } catch {
    // Refused.
  }
}
