/** What decides whether a message is being read: who is looking, and how much of the message there is to see. */
export interface Sight {
  /** The conversation is shown: neither closed nor covered. */
  open: boolean
  /** The page is the visible tab of its window: `document.visibilityState`. */
  visible: boolean
  /** The window has the focus, and with it its person's attention: `document.hasFocus()`. */
  focused: boolean
  /** Height of the message, in pixels. */
  height: number
  /** Height of the part of it that can be seen; all that scrolls away, or is cut off, is not. */
  shown: number
  /** Height of the log that it scrolls in. */
  view: number
}

/** What browsers round and borders take, in pixels. */
const ROUNDING = 2

/**
 * Whether a message is read: somebody looks at it, and all of it is in sight, or so much as fills half of the log. What
 * came before it counts as read along with it, since it has been passed on the way.
 */
export const isRead = ({ open, visible, focused, height, shown, view }: Sight): boolean =>
  open && visible && focused && shown > 0 && shown >= Math.min(height, view / 2) - ROUNDING

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
    return isRead({ open: open(found), visible, focused, height, shown: to - from, view: frame.height })
  })?.sequence
}
