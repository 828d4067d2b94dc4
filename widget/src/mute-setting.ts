const KEY = 'support-chat:muted'

/** Whether the user of this browser has turned sounds off. Nothing is stored until they do. */
export function wasMuted(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}

export function keepMuted(muted: boolean): void {
  try {
    if (muted) localStorage.setItem(KEY, '1')
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
