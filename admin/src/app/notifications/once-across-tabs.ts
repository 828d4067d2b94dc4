import { attempt, within } from '@support-chat/shared/client'

/** So long a tab that was asleep is still kept from telling the same event again. */
const HELD_MS = 60_000

/** A tab that nobody has touched yet may make no sound: it lets the others go first. */
const UNTOUCHED_MS = 250

/** For a browser to say who has a lock. */
const ANSWER_MS = 2_000

/**
 * Does the work in the first of all tabs of the console that asks for it under this name, and for `held` ms in no other.
 * Browsers have locks on secure
 * origins only, and may refuse them: each tab speaks for itself then.
 */
export async function inOneTab(name: string, work: () => void, held = HELD_MS): Promise<void> {
  const activation = navigator.userActivation as UserActivation | undefined
  if (activation && !activation.hasBeenActive) await new Promise((resolve) => setTimeout(resolve, UNTOUCHED_MS))
  let decide: (isFirst: boolean) => void = () => undefined
  const decided = new Promise<boolean>((resolve) => (decide = resolve))
  const ask = async () => {
    await navigator.locks.request(`support-chat.once.${name}`, { ifAvailable: true }, async (lock) => {
      decide(lock !== null)
      if (lock) await new Promise((resolve) => setTimeout(resolve, held))
    })
  }
  ask().catch(() => decide(true))
  const isFirst = await within(ANSWER_MS, decided).catch(() => true)
  if (isFirst) work()
}

/** Tells the other tabs that this chat is being looked at. @returns the end of it */
export function lookAt(chatId: string): () => void {
  let stop: () => void = () => undefined
  const looking = new Promise<void>((resolve) => (stop = resolve))
  const tell = async () => navigator.locks.request(nameOf(chatId), { mode: 'shared' }, () => looking)
  // Refused, it is not told: another tab may make a sound that nobody needed.
  tell().catch(() => undefined)
  return stop
}

/** Whether any tab of the console has this chat before somebody's eyes. */
export async function isLookedAt(chatId: string): Promise<boolean> {
  const query = attempt(() => navigator.locks.query()) ?? Promise.resolve(null)
  const state = await within(ANSWER_MS, query).catch(() => null)
  return state?.held?.some(({ name }) => name === nameOf(chatId)) ?? false
}

const nameOf = (chatId: string) => `support-chat.looking.${chatId}`
