/** What a dialog does with chats. */
export type TeamTask = 'assign' | 'tag' | 'snooze'
