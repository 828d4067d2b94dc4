import type { ApiError } from '@support-chat/shared'

/** What the launcher says. */
export interface LauncherStrings {
  openLauncher: (unread: number) => string
  closeLauncher: string
  unreachableTitle: string
}

/** What is said of files: it comes with their code, once there are some. */
export interface FileStrings {
  /** Stands for a message that is a picture, where there is no room for it. */
  photo: string
  scanning: string
  /** In place of a file that a scanner has found infected. */
  fileRefused: string
}

/** Every word the widget says. Give `element.strings` some of them to say it differently. */
export interface Strings extends LauncherStrings, Partial<FileStrings> {
  heading: string
  close: string
  muteSounds: string
  unmuteSounds: string
  messages: string
  message: string
  placeholder: string
  send: string
  connected: string
  connecting: string
  offline: string
  you: string
  staff: string
  typing: string
  typingName: (name: string) => string
  /** `time` is a duration, such as `5 min`. */
  replyTime: (time: string) => string
  /** `time` is a day and a time of day, such as `Monday 9:00 AM`. */
  backAt: (time: string) => string
  online: string
  /** Stands above the first message that was unread when the chat was opened. */
  unreadDivider: string
  topics: string
  dismiss: string
  sending: string
  seen: string
  /** In place of a message whose text staff have removed. */
  redacted: string
  /** Why a message was not sent, where that is known: `message` is the server's, in English. */
  notSent: (error: ApiError | null) => string
  retry: string
  edit: string
  remove: string
  tooLong: (over: number, limit: number) => string
  jumpToNewest: string
  newMessages: (count: number) => string
  loading: string
  loadingOlder: string
  greeting: (name: string | undefined) => string
  greetingText: string
  offlineBanner: string
  signedOutTitle: string
  signedOutText: string
  refusedTitle: string
  refusedText: string
  forbiddenTitle: string
  forbiddenText: string
  unreachableText: string
  tryAgain: string
}

/** English, as far as the first script needs it; the rest comes with the panel, from `english.ts`. */
export const launcherEnglish: LauncherStrings = {
  openLauncher: (unread) => `Open support chat${unread ? `, ${unread} unread message${unread === 1 ? '' : 's'}` : ''}`,
  closeLauncher: 'Close support chat',
  unreachableTitle: 'We cannot reach the chat right now',
}

/** Everything the widget says in one language. @param locale the tag wanted, of whatever region: for numbers and plural forms */
export type Language = (locale: string) => Strings
