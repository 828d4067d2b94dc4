import type { StaffPermission } from '@support-chat/shared'
import type { Keys } from './key-press.js'

/** Headings under which commands are listed. */
export const COMMAND_GROUPS = ['list', 'chat', 'console'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

interface Entry {
  readonly group: CommandGroup
  /** The default, which readers can change. Left out: only in the palette. */
  readonly keys?: Keys
  /** Makes sense by key only: not in the palette. */
  readonly keyOnly?: true
  /** Who may not do it does not find it. */
  readonly permission?: StaffPermission
  /** As long as it is available its keys are its own, whichever command has them too. */
  readonly overrides?: true
  /** Runs again while the key is held down. */
  readonly repeats?: true
}

/**
 * Everything that can be done by key or from the palette, in the order of the sheet. A feature adds its line here, its
 * words under `commands` in the languages, and says what happens with {@link Commands.handle}. The ids are kept in
 * readers' browsers: they never change.
 */
export const COMMANDS = {
  nextChat: { group: 'list', keys: 'j', keyOnly: true, repeats: true },
  previousChat: { group: 'list', keys: 'k', keyOnly: true, repeats: true },
  archive: { group: 'list', keys: 'e', permission: 'chats.organize' },
  undo: { group: 'list', keys: 'z' },
  select: { group: 'list', keys: 'x' },
  selectNext: { group: 'list', keys: 'J', keyOnly: true, repeats: true },
  selectPrevious: { group: 'list', keys: 'K', keyOnly: true, repeats: true },
  search: { group: 'list', keys: '/' },
  unreadOnly: { group: 'list', keys: 'u' },
  markUnread: { group: 'list', keys: 'U', permission: 'chats.organize' },
  noReplyNeeded: { group: 'list', keys: 'd', permission: 'chats.organize' },
  assign: { group: 'list', keys: 'a', permission: 'chats.organize' },
  tag: { group: 'list', keys: 't', permission: 'chats.organize' },
  snooze: { group: 'list', keys: 'h', permission: 'chats.organize' },
  showActive: { group: 'list', keys: 'g a' },
  showArchived: { group: 'list', keys: 'g r' },
  showNeedsReply: { group: 'list', keys: 'g n' },
  showMine: { group: 'list', keys: 'g m' },
  showUnassigned: { group: 'list', keys: 'g u' },
  showSnoozed: { group: 'list', keys: 'g z' },
  showMentions: { group: 'list', keys: 'g @' },
  reply: { group: 'chat', keys: 'r', permission: 'chats.answer' },
  sendAndArchive: { group: 'chat', keys: 'Mod+Enter', keyOnly: true, permission: 'chats.answer' },
  nextHit: { group: 'chat', keys: 'n', keyOnly: true, overrides: true },
  previousHit: { group: 'chat', keys: 'p', keyOnly: true, overrides: true },
  note: { group: 'chat', keys: 'n', permission: 'chats.answer' },
  firstUnread: { group: 'chat', keys: 'f' },
  userPanel: { group: 'chat', keys: 'i' },
  backToList: { group: 'chat', keys: 'Escape', keyOnly: true },
  palette: { group: 'console', keys: 'Mod+k', keyOnly: true },
  shortcuts: { group: 'console', keys: '?' },
  mute: { group: 'console', keys: 'm' },
  settings: { group: 'console', keys: 'g s' },
  signOut: { group: 'console' },
} as const satisfies Record<string, Entry>

export type CommandId = keyof typeof COMMANDS

export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[]

/** As written above, with everything that may be left out. */
export const commandEntry = (id: CommandId): Entry => COMMANDS[id]
