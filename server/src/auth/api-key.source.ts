import type { Principal } from './principal.js'

/** How every API key begins, so that scanners of secrets recognise one. */
export const API_KEY_PREFIX = 'sck_'

export const isApiKey = (token: string): boolean => token.startsWith(API_KEY_PREFIX)

/** Port: finds the account of an API key. `api-keys` implements it, which auth knows nothing of. */
export abstract class ApiKeySource {
  /** @throws AppError `unauthenticated` for a key that is unknown, expired or revoked */
  abstract resolve(key: string): Promise<Principal>
}
