import type { SupportMessage } from '@support-chat/shared'

/** A stored message, and whether this request stored it or an earlier one. */
export interface Sent {
  message: SupportMessage
  created: boolean
}
