/** A message counts as viewed once it has been on the screen for this long. */
const VIEWED_AFTER_MS = 2000

/** Which messages of a chat its reader can be expected to know. */
export class ViewedTracker {
  /** When each sequence was the newest on the screen for the first time; ascending. */
  private readonly shown: { sequence: number; at: number }[] = []

  /** `sequence` is on the screen, as everything before it was. */
  track(sequence: number, now = Date.now()): void {
    if (sequence > (this.shown.at(-1)?.sequence ?? 0)) this.shown.push({ sequence, at: now })
  }

  /** The newest sequence that was viewed; 0 for none. */
  newest(now = Date.now()): number {
    return this.shown.findLast(({ at }) => now - at >= VIEWED_AFTER_MS)?.sequence ?? 0
  }
}
