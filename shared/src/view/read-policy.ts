/** What decides whether a message is read: whether the reader is looking, and how much of the message is visible. */
export interface ReadConditions {
  /** The conversation is shown: neither closed nor covered. */
  open: boolean
  /** The page is the visible tab of its window: `document.visibilityState`. */
  visible: boolean
  /** The window has the focus: `document.hasFocus()`. */
  focused: boolean
  /** Height of the message, in pixels. */
  height: number
  /** Height of the part of it that is visible: neither scrolled away nor cut off. */
  visibleHeight: number
  /** Height of the log that it scrolls in. */
  logHeight: number
}

/** What browsers round and borders take, in pixels. */
const ROUNDING = 2

/**
 * Whether a message is read: the reader is looking, and all of it is visible, or so much of it as fills half of the log.
 * The messages before it count as read too.
 */
export const isRead = ({ open, visible, focused, height, visibleHeight, logHeight }: ReadConditions): boolean =>
  open && visible && focused && visibleHeight > 0 && visibleHeight >= Math.min(height, logHeight / 2) - ROUNDING

/** A message that is drawn in a log. */
export interface DrawnMessage {
  element: Element
  sequence: number
}

/**
 * The newest of `messages`, oldest first, that is read now.
 *
 * @param open whether the conversation is shown where `found` is what the page shows in the place of the message: whatever
 * covers it or cuts it off, else the message itself
 */
export function newestRead(
  messages: readonly DrawnMessage[],
  log: Element,
  open: (found: Element) => boolean,
): number | undefined {
  const visible = document.visibilityState === 'visible'
  const focused = document.hasFocus()
  const frame = log.getBoundingClientRect()
  return messages.findLast(({ element }) => {
    const { top, bottom, left, height } = element.getBoundingClientRect()
    const [from, to] = [Math.max(top, frame.top, 0), Math.min(bottom, frame.bottom, innerHeight)]
    const root = log.getRootNode() as Document | ShadowRoot
    // Where there is no layout nothing is found, nor covered.
    const found = root.elementFromPoint?.(left + 1, (from + to) / 2) ?? log
    return isRead({ open: open(found), visible, focused, height, visibleHeight: to - from, logHeight: frame.height })
  })?.sequence
}
