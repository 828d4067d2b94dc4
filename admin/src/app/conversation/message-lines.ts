/** The stored messages in the log, as they are drawn: dividers and notes come and go. */
export class MessageLines {
  constructor(
    readonly log: HTMLElement,
    private readonly content: HTMLElement,
  ) {}

  /** Oldest first. */
  all(): HTMLElement[] {
    return [...this.content.querySelectorAll<HTMLElement>('[data-sequence]')]
  }

  /** Whether a line is above what can be seen. */
  isAbove(line: HTMLElement | null): boolean {
    return line !== null && line.offsetTop + line.offsetHeight <= this.log.scrollTop
  }

  /** The newest message of which something can be seen. */
  lastInSight(): HTMLElement | null {
    const end = this.log.scrollTop + this.log.clientHeight
    return this.all().findLast((line) => line.offsetTop < end) ?? null
  }
}
