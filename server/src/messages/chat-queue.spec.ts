import { ChatQueue } from './chat-queue.js'

describe('The queue of a chat', () => {
  it('lets one through at a time, in the order in which they came', async () => {
    const queue = new ChatQueue()
    const steps: string[] = []
    const work = (name: string, ticks: number) =>
      queue.run('chat', async () => {
        steps.push(`${name} begins`)
        for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
        steps.push(`${name} ends`)
      })
    await Promise.all([work('first', 9), work('second', 1)])
    expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  })

  it('goes on after a failure, which only its own sender hears of', async () => {
    const queue = new ChatQueue()
    const failing = queue.run('chat', () => Promise.reject(new Error('no')))
    const next = queue.run('chat', () => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    await expect(next).resolves.toBe('yes')
  })

  it('keeps no chat waiting for another', async () => {
    const queue = new ChatQueue()
    const stuck = queue.run('one', () => new Promise(() => undefined))
    await expect(queue.run('other', () => Promise.resolve('free'))).resolves.toBe('free')
    expect(stuck).toBeInstanceOf(Promise)
  })
})
