/** Hertz, and seconds from the start. */
const TONES = [
  [660, 0],
  [880, 0.12],
] as const
const LENGTH_S = 0.25

let audio: AudioContext | null = null

/** Two soft tones. Silent until somebody has touched the page: a browser would keep them back, and play all at once then. */
export function chime(): void {
  const activation = navigator.userActivation as UserActivation | undefined
  if (activation && !activation.hasBeenActive) return
  audio ??= new AudioContext()
  if (audio.state === 'suspended') audio.resume().catch(() => undefined)
  for (const [frequency, delay] of TONES) {
    const start = audio.currentTime + delay
    const volume = new GainNode(audio, { gain: 0 })
    volume.gain.linearRampToValueAtTime(0.12, start + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S)
    const tone = new OscillatorNode(audio, { frequency })
    tone.connect(volume).connect(audio.destination)
    tone.start(start)
    tone.stop(start + LENGTH_S)
  }
}
