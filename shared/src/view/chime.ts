import { attempt } from '../client/core/attempt.js'

/** A short, soft sound of one or more notes. */
export interface Chime {
  /** Each with its pitch and its start. */
  notes: readonly (readonly [frequencyHz: number, startSeconds: number])[]
  /** Of each note, in seconds. */
  length: number
  /** From 0 to 1. */
  volume: number
}

let context: AudioContext | undefined

/** Plays nothing until the user has touched the page: a browser would hold the sounds back, and play all at once then. */
export function playChime({ notes, length, volume }: Chime): void {
  const audio = unlockSound()
  if (!audio) return
  const play = ([frequency, delay]: (typeof notes)[number]) => {
    const start = audio.currentTime + delay
    const tone = new OscillatorNode(audio, { frequency })
    const envelope = new GainNode(audio, { gain: 0 })
    envelope.gain.linearRampToValueAtTime(volume, start + 0.015)
    envelope.gain.exponentialRampToValueAtTime(0.0001, start + length)
    tone.connect(envelope).connect(audio.destination)
    tone.start(start)
    tone.stop(start + length)
  }
  attempt(() => notes.forEach(play))
}

/**
 * To be called while the user presses a key or a button: some browsers allow sound only from then on.
 * @returns undefined while the page may not play anything
 */
export function unlockSound(): AudioContext | undefined {
  if ((navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive === false) return undefined
  return attempt(() => {
    context ??= new AudioContext()
    if (context.state === 'suspended') context.resume().catch(() => undefined)
    return context
  })
}
