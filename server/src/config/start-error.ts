/** Why the server cannot start, for the operator. `main.ts` prints the message without a stack. */
export class StartError extends Error {
  override name = 'StartError'
}
