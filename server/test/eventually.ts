/** Asks until there is an answer that is not null or undefined. @throws after a minute, naming what never came */
export async function eventually<T>(check: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const answer = await check()
    if (answer !== null && answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
