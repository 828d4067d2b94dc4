import type { ChatSession } from '@support-chat/shared/client'

/** As a person of staff does who has read what came before their answer: sends it all the same, behind that. */
export function sendOvertaken(chat: ChatSession): void {
  chat.subscribe(({ items }) => {
    for (const { kind, message } of items) {
      if (kind !== 'pending' || message.error?.code !== 'conflict') continue
      queueMicrotask(() => chat.retry(message.client_id))
    }
  })
}
