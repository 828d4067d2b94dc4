/** A reason not to start that the operator can act on. `main.ts` prints the message alone, without a stack. */
export class StartError extends Error {
  override name = 'StartError'
}
