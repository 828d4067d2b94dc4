import { attempt, withTimeout } from '@support-chat/shared/client'

/** Timeout for the browser to say which locks are held. */
const ANSWER_MS = 2_000

/** Lets the other tabs know that this chat is being viewed. @returns a function that ends it */
export function holdView(chatId: string): () => void {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const hold = async () => navigator.locks.request(lockName(chatId), { mode: 'shared' }, () => held)
  // Without locks another tab may make a needless sound.
  hold().catch(() => undefined)
  return release
}

/** Whether this chat is in sight in any tab of the console. */
export async function isViewedInAnyTab(chatId: string): Promise<boolean> {
  const query = attempt(() => navigator.locks.query()) ?? Promise.resolve(null)
  const state = await withTimeout(ANSWER_MS, query).catch(() => null)
  return state?.held?.some(({ name }) => name === lockName(chatId)) ?? false
}

const lockName = (chatId: string) => `support-chat.looking.${chatId}`
