/** This near to the end counts as at the end. */
const NEAR_END_PX = 48

/**
 * The reader's place in a log that grows at both ends. Whoever is at the end stays there; anywhere else, the message at the
 * top of the view stays where it is, whatever is drawn before or after it.
 */
export class ReadingPlace {
  private anchor: { line: HTMLElement; top: number } | null = null
  private noted = 0
  atEnd = true

  constructor(
    private readonly log: HTMLElement,
    private readonly content: HTMLElement,
  ) {}

  /** Remembers the place, after scrolling. */
  note(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.log
    this.noted = scrollTop
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX
    const line = this.lines().find((element) => element.offsetTop + element.offsetHeight > scrollTop)
    this.anchor = line ? { line, top: line.offsetTop - scrollTop } : null
  }

  /** Takes the reader back to the place, after something was drawn. */
  keep(): void {
    // A reader who has just left the end is not told of by the browser yet.
    if (this.atEnd && this.log.scrollTop < this.noted) this.note()
    if (this.atEnd) this.toEnd()
    else if (this.anchor?.line.isConnected) this.log.scrollTop = this.anchor.line.offsetTop - this.anchor.top
    this.note()
  }

  toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight
    this.note()
  }

  /** Shows a line, `share` of the view's height below its top. */
  show(line: HTMLElement, share: number): void {
    this.log.scrollTop = line.offsetTop - this.log.clientHeight * share
    this.note()
  }

  /** Whether a line is above what can be seen. */
  isAbove(line: HTMLElement | null): boolean {
    return line !== null && line.offsetTop + line.offsetHeight <= this.log.scrollTop
  }

  /** The newest message of which something can be seen. */
  lastInSight(): HTMLElement | null {
    const end = this.log.scrollTop + this.log.clientHeight
    return this.lines().findLast((line) => line.offsetTop < end) ?? null
  }

  /** The newest message, and how much of it can be seen: see {@link isRead}. */
  newest(): { sequence: number; height: number; shown: number; view: number } | null {
    const line = this.lines().at(-1)
    if (!line) return null
    const { scrollTop, clientHeight: view } = this.log
    const [top, height] = [line.offsetTop - scrollTop, line.offsetHeight]
    const shown = Math.min(top + height, view) - Math.max(top, 0)
    return { sequence: Number(line.dataset['sequence']), height, shown, view }
  }

  /** The stored messages: dividers and notes come and go. */
  private lines(): HTMLElement[] {
    return [...this.content.querySelectorAll<HTMLElement>('[data-sequence]')]
  }
}
