/** Two soft notes, a fifth apart: start in seconds, frequency in hertz. */
const NOTES = [
  [0, 587.33],
  [0.09, 880],
] as const
const LENGTH = 0.32
const VOLUME = 0.08

let context: AudioContext | undefined

/** How long a tab keeps the others from playing what it has played, in milliseconds. */
const HEARD = 60_000

/**
 * Plays the sound of a new message, in one of the tabs that show it: the first that may. Browsers allow none before the
 * user has touched the page: silent until then. Without Web Locks, or where they are refused, in each tab.
 */
export function chimeOnce(messageId: string): void {
  if (!unlockSound()) return
  let decided = false
  const inOneTab = async () =>
    navigator.locks.request(`support-chat-sound|${messageId}`, { ifAvailable: true }, (lock) => {
      decided = true
      if (!lock) return
      chime()
      return new Promise((release) => setTimeout(release, HEARD))
    })
  inOneTab().catch(() => decided || chime())
}

function chime(): void {
  try {
    play()
  } catch {
    // The browser has no sound to give: nothing depends on it.
  }
}

function play(): void {
  if (!unlockSound() || !context) return
  for (const [delay, frequency] of NOTES) {
    const start = context.currentTime + delay
    const tone = new OscillatorNode(context, { type: 'sine', frequency })
    const volume = new GainNode(context, { gain: 0 })
    volume.gain.linearRampToValueAtTime(VOLUME, start + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH)
    tone.connect(volume).connect(context.destination)
    tone.start(start)
    tone.stop(start + LENGTH)
  }
}

/** To be called while the user presses something: some browsers let a page play only what began in such a moment. */
export function unlockSound(): boolean {
  if (navigator.userActivation?.hasBeenActive === false) return false
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') context.resume().catch(() => undefined)
    return true
  } catch {
    // None here, or none to be had.
    return false
  }
}
