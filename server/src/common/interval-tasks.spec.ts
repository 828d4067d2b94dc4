import { Logger } from '@nestjs/common'
import { IntervalTasks } from './interval-tasks.js'

describe('An interval task', () => {
  let tasks: IntervalTasks
  let warned: jest.SpyInstance

  beforeEach(() => {
    jest.useFakeTimers()
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined)
    tasks = new IntervalTasks()
  })
  afterEach(() => {
    tasks.onApplicationShutdown()
    warned.mockRestore()
    jest.useRealTimers()
  })

  it('runs again and again until the application shuts down', async () => {
    let runs = 0
    tasks.start('count', 1_000, () => void runs++)
    await jest.advanceTimersByTimeAsync(3_000)
    expect(runs).toBe(3)
    tasks.onApplicationShutdown()
    await jest.advanceTimersByTimeAsync(3_000)
    expect(runs).toBe(3)
  })

  it('that takes longer than its period never runs twice at once', async () => {
    const ends: (() => void)[] = []
    tasks.start('wait', 1_000, () => new Promise<void>((resolve) => ends.push(resolve)))
    await jest.advanceTimersByTimeAsync(5_000)
    expect(ends).toHaveLength(1)
    const again = tasks.run('wait')
    await jest.advanceTimersByTimeAsync(0)
    expect(ends).toHaveLength(1)
    ends[0]?.()
    await jest.advanceTimersByTimeAsync(0)
    expect(ends).toHaveLength(2)
    ends[1]?.()
    await again
  })

  it('that was never started can be stopped, and one under way is waited for', async () => {
    await tasks.stop('never')
    let end: (() => void) | undefined
    tasks.start('wait', 1_000, () => new Promise<void>((resolve) => (end = resolve)))
    await jest.advanceTimersByTimeAsync(1_000)
    let stopped = false
    const stopping = tasks.stop('wait').then(() => (stopped = true))
    await jest.advanceTimersByTimeAsync(5_000)
    expect(stopped).toBe(false)
    end?.()
    await stopping
  })

  it('that fails is logged, and runs again', async () => {
    let runs = 0
    tasks.start('do the impossible', 1_000, () => {
      runs++
      throw new Error('no')
    })
    await jest.advanceTimersByTimeAsync(2_000)
    expect(runs).toBe(2)
    expect(warned.mock.calls).toEqual([
      ['Failed to do the impossible: error=Error: no'],
      ['Failed to do the impossible: error=Error: no'],
    ])
  })
})
