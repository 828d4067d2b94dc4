import { passportJwtSecret } from 'jwks-rsa'
import {
  ExtractJwt,
  type SecretOrKeyProvider,
  Strategy,
  type StrategyOptionsWithoutRequest,
  type VerifyCallback,
} from 'passport-jwt'
import type { Config } from '../config/config.js'
import { AppError } from '../errors/app-error.js'
import type { Principal } from './principal.js'
import { parseUserClaims, type UserClaims } from './user-claims.js'

/** Says nothing about the token, and so must not be taken for a refusal of it. */
const KEYS_AWAY = new AppError('unavailable', 'The keys that users sign in with cannot be reached')

/** Verifies the tokens that the embedding company signs for its users. */
export function userJwtStrategy(config: Config, recognise: (claims: UserClaims) => Promise<Principal>): Strategy {
  const verify: VerifyCallback = (payload: unknown, done) => {
    Promise.resolve(payload)
      .then(parseUserClaims)
      .then(recognise)
      .then((principal) => done(null, principal), done)
  }
  return new Strategy(strategyOptions(config), verify)
}

/** The algorithms are pinned to the kind of key, so that a public key never serves as an HMAC secret. */
function strategyOptions({ userJwt: { key, issuer, audience } }: Config): StrategyOptionsWithoutRequest {
  const options = {
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    ...(issuer === null ? {} : { issuer }),
    ...(audience === null ? {} : { audience }),
  }
  if ('secret' in key) return { ...options, secretOrKey: key.secret, algorithms: ['HS256'] }
  const findKey = passportJwtSecret({
    jwksUri: key.jwksUrl,
    cache: true,
    cacheMaxAge: 10 * 60 * 1000,
    rateLimit: true,
    jwksRequestsPerMinute: 10,
    timeout: 5_000,
  })
  const secretOrKeyProvider: SecretOrKeyProvider = (request, token, done) => {
    findKey(request, token, (error: unknown, key) => done(error ? KEYS_AWAY : null, key))
  }
  return { ...options, secretOrKeyProvider, algorithms: ['RS256', 'ES256'] }
}
