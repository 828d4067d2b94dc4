import { createHmac, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { parse, stringify, validate } from 'uuid'
import { serverUrlOf } from '../config/base-path.js'
import { Config } from '../config/config.js'
import { LinkKeys } from './link-keys.js'

const ID_BYTES = 16

/**
 * Links that stop the e-mails to one user without a sign-in.
 *
 * The token is the user's id and a signature over it, by {@link LinkKeys}. It names nobody, opens nothing else, and works
 * for good, since people unsubscribe from old e-mails too.
 */
@Injectable()
export class UnsubscribeLinks {
  /** @internal Nest makes it. */
  constructor(
    private readonly config: Config,
    private readonly keys: LinkKeys,
  ) {}

  unsubscribe(userId: string): string {
    return `${serverUrlOf(this.config)}/api/email/unsubscribe/${this.tokenFor(userId)}`
  }

  tokenFor(userId: string): string {
    const id = Buffer.from(parse(userId))
    return Buffer.concat([id, sign(id, this.keys.current)]).toString('base64url')
  }

  /** @returns the user's id, or null when the token is not one of ours */
  userOf(token: string): string | null {
    const bytes = Buffer.from(token, 'base64url')
    const id = bytes.subarray(0, ID_BYTES)
    const given = bytes.subarray(ID_BYTES)
    const isSigned = this.keys.all.some((key) => {
      const expected = sign(id, key)
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
    if (!isSigned) return null
    const userId = stringify(id)
    return validate(userId) ? userId : null
  }
}

function sign(id: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(id).digest()
}
