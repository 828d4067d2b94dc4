import { playChime } from './chime.js'

test('no sound is asked for before the user has touched the page, so that none is played late', () => {
  const activation = { hasBeenActive: false }
  const AudioContext = jest.fn(() => {
    throw new Error('no sound here')
  })
  Object.assign(globalThis, { AudioContext })
  Object.defineProperty(globalThis, 'navigator', { value: { userActivation: activation }, configurable: true })
  const play = () => playChime({ notes: [[660, 0]], length: 0.25, volume: 0.1 })
  play()
  expect(AudioContext).not.toHaveBeenCalled()
  activation.hasBeenActive = true
  expect(play).not.toThrow()
  expect(AudioContext).toHaveBeenCalledTimes(1)
})
