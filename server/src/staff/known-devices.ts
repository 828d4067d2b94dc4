import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Request, Response } from 'express'
import { ClientAddresses, addressBlock } from '../config/client-addresses.js'
import { Config } from '../config/config.js'
import { deviceName } from './device-name.js'
import { staffKeys } from '../config/staff-keys.js'

const COOKIE = 'support_chat_device'
const MAX_AGE_MS = 365 * 24 * 3600 * 1000
/** Accounts that one device remembers; more cookies are not read. */
const MOST_ACCOUNTS = 10

/** Where a sign-in comes from. */
export interface SignInClient {
  /** Its IP address. */
  readonly address: string
  /** What limits count by: an IPv4 address, or an IPv6 network. */
  readonly network: string
  /** What people know the device by; null for programs. */
  readonly name: string | null
  /** The device's id for each account that it has signed in to before. */
  readonly devices: ReadonlyMap<string, string>
}

/**
 * Recognises devices that have signed in before, which have rate limits of their own: an attacker's guesses do not
 * lock the owner out.
 *
 * A device keeps a signed, HttpOnly cookie for each account. It proves nothing but that, and the server stores nothing.
 */
@Injectable()
export class KnownDevices {
  /** The first signs. */
  private readonly keys: readonly [Buffer, ...Buffer[]]
  private readonly https: boolean
  private readonly apiPath: string

  constructor(
    config: Config,
    private readonly addresses: ClientAddresses,
  ) {
    this.keys = staffKeys(config, 'support-chat known device')
    this.https = config.publicUrl.startsWith('https:')
    this.apiPath = config.apiPath
  }

  of(request: Request): SignInClient {
    const cookies = (request.headers.cookie ?? '').split(';').filter((cookie) => cookie.trim().startsWith(COOKIE))
    const devices = cookies.slice(0, MOST_ACCOUNTS).map((cookie) => this.read(cookie.slice(cookie.indexOf('=') + 1)))
    const address = this.addresses.of(request)
    return {
      name: deviceName(request.headers['user-agent']),
      address,
      network: addressBlock(address),
      devices: new Map(devices.filter((device) => device !== null)),
    }
  }

  /** Sets the cookie, once the device has signed in to the account. */
  remember(request: Request, response: Response, accountId: string): void {
    if (this.of(request).devices.has(accountId)) return
    const device = randomBytes(16).toString('base64url')
    const value = [accountId, device, this.sign(accountId, device).toString('base64url')].join('.')
    response.cookie(`${COOKIE}_${accountId.slice(-12)}`, value, {
      httpOnly: true,
      sameSite: 'strict',
      secure: this.https || request.secure,
      path: `${this.apiPath}/auth`,
      maxAge: MAX_AGE_MS,
    })
  }

  private read(value: string): [accountId: string, device: string] | null {
    const [accountId = '', device = '', signature = ''] = value.trim().split('.')
    const given = Buffer.from(signature, 'base64url')
    const isSigned = this.keys.some((key) => {
      const expected = this.sign(accountId, device, key)
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
    return isSigned ? [accountId, device] : null
  }

  private sign(accountId: string, device: string, key = this.keys[0]): Buffer {
    return createHmac('sha256', key).update(`${accountId}.${device}`).digest()
  }
}
