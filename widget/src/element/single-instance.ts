/** An element that works only while no other of its kind does. */
export interface Claimant {
  readonly instance: string
  /** Called with true when it is its turn, with false when it gives up its place. */
  setActive(active: boolean): void
}

/** By the names of instances. */
const claimants: Record<string, Claimant[]> = {}
let warned = false

/**
 * The first on the page of each `instance` works; the others wait for its place. Says so once, for two launchers are a
 * mistake in the page.
 * @returns gives the place back
 */
export function claimPage(claimant: Claimant): () => void {
  const own = (claimants[`#${claimant.instance}`] ??= [])
  if (own.push(claimant) === 1) claimant.setActive(true)
  else if (!warned) {
    warned = true
    // eslint-disable-next-line no-console -- a word to the developer of the page, and the only place to leave it
    console.warn('<support-chat> is on this page already')
  }
  return () => {
    const place = own.indexOf(claimant)
    if (place < 0) return
    own.splice(place, 1)
    claimant.setActive(false)
    if (place === 0) own[0]?.setActive(true)
  }
}
