/** An element that works only while no other of its kind does. */
export interface Claimant {
  /** Called with true when it is its turn, with false when it gives up its place. */
  setActive(active: boolean): void
}

const claimants: Claimant[] = []
let warned = false

/** The first on the page works; the others wait for its place. Says so once, for two launchers are a mistake in the page. */
export function claimPage(claimant: Claimant): void {
  if (claimants.push(claimant) === 1) claimant.setActive(true)
  else if (!warned) {
    warned = true
    // eslint-disable-next-line no-console -- a word to the developer of the page, and the only place to leave it
    console.warn('<support-chat> is on this page already')
  }
}

export function releasePage(claimant: Claimant): void {
  const place = claimants.indexOf(claimant)
  if (place < 0) return
  claimants.splice(place, 1)
  claimant.setActive(false)
  if (place === 0) claimants[0]?.setActive(true)
}
