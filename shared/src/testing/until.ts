/** Waits until `holds` does, and says what was missing if it never comes true. */
export async function until(holds: () => boolean, what: string | (() => string) = holds.toString()): Promise<void> {
  const end = performance.now() + 60_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never came true: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
