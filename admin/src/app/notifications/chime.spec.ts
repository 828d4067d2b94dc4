import { chime } from './chime.js'

describe('chime', () => {
  it('asks for no sound before somebody has touched the page, so that none is played late', () => {
    const activation = { hasBeenActive: false }
    const AudioContext = jest.fn(() => {
      throw new Error('asked for sound')
    })
    Object.assign(globalThis, { AudioContext })
    Object.defineProperty(navigator, 'userActivation', { value: activation })
    chime()
    expect(AudioContext).not.toHaveBeenCalled()
    activation.hasBeenActive = true
    expect(chime).toThrow('asked for sound')
  })
})
