import type { SsoProblem } from '@support-chat/shared'

/** Why single sign-on did not come about: the console says it in its own words. */
export class OidcProblem extends Error {
  override name = 'OidcProblem'

  /** @param accountId whom it is about, where that is known */
  constructor(
    readonly code: SsoProblem,
    readonly accountId: string | null = null,
  ) {
    super(`Single sign-on: ${code}`)
  }
}
