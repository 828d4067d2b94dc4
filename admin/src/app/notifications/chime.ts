import { playChime } from '@support-chat/shared/view'

const NOTES = [
  [660, 0],
  [880, 0.12],
] as const

/** The sound of a new message. */
export const chime = (): void => playChime({ notes: NOTES, length: 0.25, volume: 0.12 })
