/** What the page gives the element to sign its user in with. */
export interface TokenGiver {
  token: string | null
  getToken: (() => string | Promise<string>) | undefined
}

/**
 * How to get a token from the page: `first`, when there is one, then what `getToken` gives; without `getToken` whatever
 * the `token` attribute holds by then.
 * @returns a function whose argument says that the server would not take the last one
 */
export function createCredentials(giver: TokenGiver, first: string | null) {
  let unused = first
  return async (refused: boolean): Promise<string> => {
    const { token, getToken } = giver
    if (!getToken) return token ?? ''
    const given = refused ? null : unused
    unused = null
    return given ?? getToken()
  }
}
