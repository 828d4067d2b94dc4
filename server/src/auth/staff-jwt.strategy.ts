import { ExtractJwt, Strategy } from 'passport-jwt'
import type { Config } from '../config/config.js'
import type { Principal } from './principal.js'
import { secretOptions } from './secret-key.js'
import {
  parseStaffClaims,
  STAFF_TOKEN_AUDIENCE,
  STAFF_TOKEN_ISSUER,
  type StaffClaims,
  staffTokenKeys,
} from './staff-token.js'

/** Verifies the access tokens that this server signs for its staff. */
export function staffJwtStrategy(
  config: Config,
  resolvePrincipal: (claims: StaffClaims) => Promise<Principal>,
): Strategy {
  return new Strategy(
    {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      ...secretOptions(staffTokenKeys(config)),
      algorithms: ['HS256'],
      issuer: STAFF_TOKEN_ISSUER,
      audience: STAFF_TOKEN_AUDIENCE,
    },
    (payload: unknown, done) => {
      Promise.resolve(payload)
        .then(parseStaffClaims)
        .then(resolvePrincipal)
        .then((principal) => done(null, principal), done)
    },
  )
}
