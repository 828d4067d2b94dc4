/** An element that works only while no other of its kind does. */
export interface Contender {
  /** Called with true when it is its turn, with false when it gives up its place. */
  setActive(active: boolean): void
}

const contenders = new Set<Contender>()
let warned = false

/** The first on the page works; the others wait for its place. Says so once, for two launchers are a mistake in the page. */
export function enter(contender: Contender): void {
  contenders.add(contender)
  if (contenders.size === 1) return contender.setActive(true)
  if (warned) return
  warned = true
  // eslint-disable-next-line no-console -- a word to the developer of the page, and the only place to leave it
  console.warn('<support-chat> is on this page already. Only the first one is shown.')
}

export function leave(contender: Contender): void {
  const [active] = contenders
  if (!contenders.delete(contender)) return
  contender.setActive(false)
  if (contender !== active) return
  const [next] = contenders
  next?.setActive(true)
}
