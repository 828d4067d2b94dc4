import { onceAcrossTabs } from '@support-chat/shared/view'

/** Browsers let a tab that nobody has clicked in make no sound: it lets the others go first. */
const UNTOUCHED_MS = 250

/** Does the work in one tab of the console, and for `hold` ms in no other. */
export async function inOneTab(name: string, work: () => void, hold?: number): Promise<void> {
  const activation = navigator.userActivation as UserActivation | undefined
  if (activation && !activation.hasBeenActive) await new Promise((resolve) => setTimeout(resolve, UNTOUCHED_MS))
  await onceAcrossTabs(`support-chat.once.${name}`, work, hold)
}
