import { launcherEnglish, type Strings } from './strings.js'
import type { SupportChat } from './support-chat.js'

export const english: Strings = {
  heading: 'Support Chat',
  ...launcherEnglish,
  close: 'Close',
  muteSounds: 'Mute sounds',
  unmuteSounds: 'Turn sounds on',
  messages: 'Messages',
  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send message',
  connected: 'Connected',
  connecting: 'Connecting…',
  offline: 'Offline',
  you: 'You',
  staff: 'Support',
  typing: 'Support is typing',
  sending: 'Sending',
  seen: 'Seen',
  notSent: (error) => (error ? `Not sent. ${error.message}` : 'Not sent'),
  retry: 'Retry',
  edit: 'Edit',
  remove: 'Delete',
  tooLong: (over, limit) =>
    `A message can have ${limit.toLocaleString('en')} characters. Please shorten it by ${over.toLocaleString('en')}.`,
  jumpToNewest: 'Jump to newest',
  newMessages: (count) => `${count} ${count === 1 ? 'new message' : 'new messages'}`,
  loading: 'Loading messages',
  loadingOlder: 'Loading earlier messages',
  greeting: (name) => (name ? `Hi ${name}, how can we help?` : 'Hi, how can we help?'),
  greetingText: 'Write to us below. If you leave before we answer, the reply also reaches you by e-mail.',
  offlineBanner: 'No connection. What you write is sent later.',
  signedOutTitle: 'Sign in to chat with us',
  signedOutText: 'We can answer you here once you are signed in on this page.',
  refusedTitle: 'We could not sign you in',
  refusedText: 'Your session may have ended. Reload the page or sign in again, then try once more.',
  forbiddenTitle: 'Chat is not available on this page',
  forbiddenText: 'This page is not allowed to open the chat. Please reach us another way.',
  unreachableTitle: 'We cannot reach the chat right now',
  unreachableText: 'Check your internet connection. We keep trying in the meantime.',
  tryAgain: 'Try again',
}

/** What an element says: the page's own words, else those of its language, else the English ones. */
export const wordsOf = ({ translation, strings }: SupportChat): Strings => ({ ...english, ...translation, ...strings })

/** The locale that goes with those words: English ones with dates of another language would be neither. */
export function localeOf({ language, translation, strings }: SupportChat): string {
  const spoken = translation || /^en\b/i.test(language) || Object.keys(strings).length > 0
  try {
    return (spoken && Intl.getCanonicalLocales(language.replace('_', '-'))[0]) || 'en'
  } catch {
    return 'en'
  }
}
