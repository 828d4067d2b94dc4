import {
  ExtractJwt,
  type SecretOrKeyProvider,
  Strategy,
  type StrategyOptionsWithoutRequest,
  type VerifyCallback,
} from 'passport-jwt'
import type { Clock } from '../common/clock.js'
import type { Config } from '../config/config.js'
import { secretsOf } from '../config/secret-rotation.js'
import { AppError } from '../common/errors/app-error.js'
import { assertReadable } from './readable-token.js'
import { secretOptions } from './secret-key.js'
import { UserKeys } from './user-keys.js'

/** Verifies the tokens that the embedding company signs for its users. What they claim is not checked yet. */
export function userJwtStrategy(config: Config, clock: Clock): Strategy {
  const verify: VerifyCallback = (payload: unknown, done) => done(null, payload)
  return new Strategy(strategyOptions(config, clock), verify)
}

/** The algorithms are pinned to the kind of key, so that a public key never serves as an HMAC secret. */
function strategyOptions({ userJwt: { key, issuer, audience } }: Config, clock: Clock): StrategyOptionsWithoutRequest {
  const options = {
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    // parseUserClaims checks all times, some with leeway.
    ignoreExpiration: true,
    jsonWebTokenOptions: { ignoreNotBefore: true },
    ...(issuer === null ? {} : { issuer }),
    ...(audience === null ? {} : { audience }),
  }
  if ('secret' in key) {
    const secrets = secretsOf(key.secret).map((secret) => Buffer.from(secret))
    return { ...options, ...secretOptions(secrets), algorithms: ['HS256'] }
  }
  const algorithms = ['RS256' as const, 'ES256' as const]
  const keys = new UserKeys(key.jwksUrl, clock)
  const secretOrKeyProvider: SecretOrKeyProvider = (_request, token: string, done) => {
    // The library also accepts KeyObjects; its types do not say so.
    findKey(keys, algorithms, token).then((found) => done(null, found as unknown as Buffer), done)
  }
  return { ...options, secretOrKeyProvider, algorithms }
}

/** @throws AppError where no key fits the token. Tokens of other algorithms do not make the server fetch keys. */
async function findKey(keys: UserKeys, algorithms: readonly string[], token: string) {
  const { alg, kid } = assertReadable(token)
  if (typeof alg !== 'string' || !algorithms.includes(alg) || !['string', 'undefined'].includes(typeof kid)) {
    throw new AppError('unauthenticated', 'The token is not valid')
  }
  const found = await keys.find(kid as string | undefined, alg)
  if (!found) throw new AppError('unauthenticated', 'The token is signed with a key that is not known here')
  return found
}
