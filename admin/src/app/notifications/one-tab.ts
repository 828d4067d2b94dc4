/** So long a tab that was asleep is still kept from telling the same event again. */
const HELD_MS = 60_000

// Browsers have locks on secure origins only. Without them each tab speaks for itself.
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined

/** A tab that nobody has touched yet may make no sound: it lets the others go first. */
const UNTOUCHED_MS = 250

/** Does the work in the first of all tabs of the console that asks for it under this name. */
export async function inOneTab(name: string, work: () => void): Promise<void> {
  const manager = locks()
  if (!manager) return work()
  const activation = navigator.userActivation as UserActivation | undefined
  if (activation && !activation.hasBeenActive) await new Promise((resolve) => setTimeout(resolve, UNTOUCHED_MS))
  await manager.request(`support-chat.once.${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    work()
    await new Promise((resolve) => setTimeout(resolve, HELD_MS))
  })
}

/** Tells the other tabs that this chat is being looked at. @returns the end of it */
export function lookAt(chatId: string): () => void {
  let stop: () => void = () => undefined
  const looking = new Promise<void>((resolve) => (stop = resolve))
  void locks()?.request(`support-chat.looking.${chatId}`, { mode: 'shared' }, () => looking)
  return stop
}

/** Whether any tab of the console has this chat before somebody's eyes. */
export async function isLookedAt(chatId: string): Promise<boolean> {
  const state = await locks()?.query()
  return state?.held?.some(({ name }) => name === `support-chat.looking.${chatId}`) ?? false
}
