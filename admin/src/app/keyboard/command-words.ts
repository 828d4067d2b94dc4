import type { CommandGroup, CommandId } from './command-list.js'

export const COMMAND_WORDS: Record<CommandId, string> = {
  nextChat: 'Next chat',
  previousChat: 'Previous chat',
  archive: 'Archive or restore the chat',
  search: 'Search chats',
  unreadOnly: 'Show only unread chats, or all',
  showActive: 'Go to active chats',
  showArchived: 'Go to archived chats',
  reply: 'Write a reply',
  backToList: 'Back to the list',
  palette: 'Search chats and commands',
  shortcuts: 'Show keyboard shortcuts',
  shortcutSettings: 'Change keyboard shortcuts',
}

export const GROUP_WORDS: Record<CommandGroup, string> = {
  list: 'List of chats',
  chat: 'Open chat',
  console: 'Anywhere',
}
