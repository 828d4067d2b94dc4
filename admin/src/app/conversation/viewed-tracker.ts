/** A message counts as taken in once it came into sight this long ago. */
const TAKEN_IN_MS = 2000

/** What of a chat its reader can be expected to know: what was on the screen, for a moment, while somebody looked. */
export class Sight {
  /** When each sequence was the newest in sight for the first time; ascending. */
  private readonly seen: { sequence: number; at: number }[] = []

  /** `sequence` is in sight, and so was everything before it. */
  note(sequence: number, now = Date.now()): void {
    if (sequence > (this.seen.at(-1)?.sequence ?? 0)) this.seen.push({ sequence, at: now })
  }

  /** The newest sequence that has been taken in; 0 for none. */
  takenIn(now = Date.now()): number {
    return this.seen.findLast(({ at }) => now - at >= TAKEN_IN_MS)?.sequence ?? 0
  }
}
