import { RequestError } from '@support-chat/shared/client'
import { RequestState } from './request-state.js'

const fail = () => Promise.reject(new RequestError({ code: 'conflict', message: 'Taken' }))

describe('RequestState', () => {
  it('sends one request at a time: a second one meanwhile is not sent', async () => {
    const state = new RequestState()
    const sent: string[] = []
    let answer: () => void = () => undefined
    const first = state.run(async () => {
      sent.push('first')
      await new Promise<void>((resolve) => (answer = resolve))
    })
    expect([state.pending(), await state.run(async () => void sent.push('second'))]).toEqual([true, false])
    answer()
    expect([await first, state.pending(), sent]).toEqual([true, false, ['first']])
  })

  it('says in words why one failed, until the next', async () => {
    const state = new RequestState()
    expect([await state.run(fail), state.error()?.code, state.pending()]).toEqual([false, 'conflict', false])
    expect(state.words()).toBe('Something went wrong on the server. Try again in a moment.')
    await state.run(async () => undefined)
    expect([state.error(), state.words()]).toEqual([null, null])
  })

  it('shows an error at the field that is to blame, and nowhere else', async () => {
    const state = new RequestState<'email'>()
    await state.run(fail)
    state.blame('email', 'Taken')
    expect([state.problem(), state.words()]).toEqual([{ field: 'email', words: 'Taken' }, null])
  })
})
