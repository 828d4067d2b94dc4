import { RequestError } from '@support-chat/shared/client'
import { forEach } from './each.js'

const numbers = Array.from({ length: 150 }, (_, index) => index)

describe('a request for each of many chats', () => {
  it('is made six at a time, and each once, whatever becomes of the others', async () => {
    const asked: number[] = []
    let [running, most] = [0, 0]
    const { done, failed, error } = await forEach(numbers, async (one) => {
      asked.push(one)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve))
      running--
      if (one % 50 === 7) throw new RequestError({ code: 'not_found', message: '' })
    })
    expect([asked, most, failed, error?.code]).toEqual([numbers, 6, [7, 57, 107], 'not_found'])
    expect([...done, ...failed].sort((a, b) => a - b)).toEqual(numbers)
  })
})
