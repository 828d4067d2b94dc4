import type { SupportMessage } from '@support-chat/shared'
import type { ChatSession } from '@support-chat/shared/client'
import { onceAcrossTabs, playChime, unlockSound } from '@support-chat/shared/view'
import { wasMuted } from './mute-setting.js'
import type { SupportChat } from '../element/support-chat.js'

const NOTES = [
  [587.33, 0],
  [880, 0.09],
] as const

/** Screen readers hear of changes to a region they have met before: it is there this long first, in milliseconds. */
const MEET = 150
/** How long an announcement stays, in milliseconds. */
const STAY = 5000

/**
 * Lets the user hear of new messages of staff: one sound, and the words where a screen reader is at work.
 * @param chat that they came in
 */
export function hear(host: SupportChat, news: readonly SupportMessage[], chat: ChatSession | undefined): void {
  if (!host.muted && !wasMuted()) chimeOnce(news.at(-1)?.id ?? '')
  void announce(host, news, chat)
}

/** Plays the sound of a new message, in one of the tabs that show it: the first that may play anything. */
function chimeOnce(messageId: string): void {
  if (!unlockSound()) return
  const chime = () => playChime({ notes: NOTES, length: 0.32, volume: 0.08 })
  void onceAcrossTabs(`support-chat-sound|${messageId}`, chime)
}

/** Has it read out once: by the log while that is open and read aloud, by a region of its own otherwise. */
async function announce(
  host: SupportChat,
  news: readonly SupportMessage[],
  chat: ChatSession | undefined,
): Promise<void> {
  await host.updateComplete
  const { renderRoot } = host
  if (renderRoot.querySelector('.log[aria-live=polite]')) return
  const region = renderRoot.querySelector('.news') ?? renderRoot.appendChild(newRegion())
  const { words } = host
  const line = document.createElement('p')
  line.textContent = words.newMessages(news.length)
  const [message] = news
  if (news.length === 1 && message) line.textContent += `. ${message.sender_name || words.staff}: ${message.content}`
  setTimeout(() => {
    // Not to another user, who may have signed in meanwhile.
    if (host.conversation.controls === chat) region.append(line)
  }, MEET)
  setTimeout(() => line.remove(), MEET + STAY)
  // Read or signed out: nobody has to be told any more.
  host.addEventListener('support-chat-unread', () => line.remove(), { once: true })
}

function newRegion(): HTMLElement {
  const region = document.createElement('div')
  region.className = 'news'
  region.ariaLive = 'polite'
  region.style.cssText = 'position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);pointer-events:none'
  return region
}
