/** An element that works only while no other of its kind does. */
export interface Contender {
  /** Called with true when it is its turn, with false when it gives up its place. */
  setActive(active: boolean): void
}

const contenders: Contender[] = []
let warned = false

/** The first on the page works; the others wait for its place. Says so once, for two launchers are a mistake in the page. */
export function enter(contender: Contender): void {
  if (contenders.push(contender) === 1) contender.setActive(true)
  else if (!warned) {
    warned = true
    // eslint-disable-next-line no-console -- a word to the developer of the page, and the only place to leave it
    console.warn('<support-chat> is on this page already')
  }
}

export function leave(contender: Contender): void {
  const place = contenders.indexOf(contender)
  if (place < 0) return
  contenders.splice(place, 1)
  contender.setActive(false)
  if (place === 0) contenders[0]?.setActive(true)
}
