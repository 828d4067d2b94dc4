import type { Attachment, SupportMessage } from '@support-chat/shared'
import { t } from './words.js'

/** What stands for a message without a text: `Photo`, or the name of its file. */
export const attachmentWords = ({ name, content_type }: Pick<Attachment, 'name' | 'content_type'>): string =>
  content_type.startsWith('image/') ? t('message.photo') : name

/** What a message says in one line: its text, else its first file. */
export function messageWords(message: SupportMessage): string {
  const file = message.content ? undefined : message.attachments[0]
  return file ? attachmentWords(file) : message.content
}
