/** This near to the end counts as at the end, in pixels. */
const NEAR_END = 48

/**
 * The reader's place in a log that grows at both ends. A reader at the end stays there; anywhere else, the line at the
 * top of the view stays where it is, whatever is drawn before or after it.
 */
export interface ScrollAnchor {
  readonly atEnd: boolean
  /** Scrolls to the end at the next `keep`, and stays there until the reader scrolls up. */
  follow(): void
  /** To be called after scrolling: updates `atEnd`. */
  scrolled(): void
  /** To be called before something is drawn, or after scrolling: remembers the place. */
  note(): void
  /** To be called after something was drawn, or the view has another size: takes the reader back to the place. */
  keep(): void
}

/** @param lines what stays the same when something is drawn before or after it, in order */
export function createScrollAnchor(log: Element, lines: () => readonly Element[]): ScrollAnchor {
  let atEnd = true
  /** Where the log was last seen to be scrolled to; no number before. */
  let lastTop = NaN
  /** At the top of the view. */
  let line: Element | undefined
  let lineTop = 0
  const topOf = (element: Element) => topIn(log, element)

  const scrolled = () => {
    const { scrollTop } = log
    // A reader who was at the end and has not scrolled up is on the way there.
    atEnd = log.scrollHeight - scrollTop - log.clientHeight < NEAR_END || (atEnd && scrollTop >= lastTop)
    lastTop = scrollTop
  }
  const note = () => {
    scrolled()
    const all = lines()
    line = all.findLast((element) => topOf(element) <= lastTop) ?? all[0]
    if (line) lineTop = topOf(line)
  }
  const keep = () => {
    // The reader has just left the end, and the browser's scroll event is still to come.
    if (atEnd && log.scrollTop < lastTop) note()
    if (atEnd) log.scrollTop = log.scrollHeight
    else if (line?.isConnected) {
      const moved = topOf(line) - lineTop
      lineTop += moved
      if (moved) log.scrollTop += moved
    }
    scrolled()
  }
  return {
    get atEnd() {
      return atEnd
    },
    follow() {
      atEnd = true
      lastTop = 0
    },
    scrolled,
    note,
    keep,
  }
}

/** Where an element begins in the content of the log, in pixels. */
const topIn = (log: Element, element: Element): number =>
  element.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop
