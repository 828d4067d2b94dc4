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
