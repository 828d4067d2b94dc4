import { guardedLookup, PrivateAddressError, type Resolve } from './guarded-lookup.js'
import { isPrivateAddress, isPrivateLiteral } from './private-addresses.js'

describe('A private address', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0', '100.64.0.1'],
    ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::127.0.0.1', '2001:db8::1', 'no address'],
  ])('is %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.63.255.255', '2606:4700:4700::1111', '2a00:1450::1'])(
    'is not %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )

  it.each(['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://[::1]:80/', 'http://[::ffff:a00:1]/'])(
    'is what %s leads to, however it is written',
    (url) => {
      expect(isPrivateLiteral(url)).toBe(true)
    },
  )

  it('is not known of a name', () => {
    expect(isPrivateLiteral('http://localhost/')).toBe(false)
  })
})

describe('The lookup of a name', () => {
  const lookup = (resolve: Resolve, all = true) =>
    new Promise((found, failed) => {
      guardedLookup(resolve)('hook.example.com', { all }, (error, address, family) => {
        if (error) failed(error)
        else found(all ? address : [address, family])
      })
    })
  const PUBLIC = { address: '93.184.216.34', family: 4 }
  const PRIVATE = { address: '10.0.0.5', family: 4 }

  it('gives the addresses that were checked to the connection that asked', async () => {
    expect(await lookup(async () => [PUBLIC])).toEqual([PUBLIC])
    expect(await lookup(async () => [PUBLIC], false)).toEqual([PUBLIC.address, 4])
  })

  it('refuses a name one of whose addresses is private, whatever it led to before', async () => {
    const answers = [[PUBLIC], [PUBLIC, PRIVATE], [PRIVATE]]
    const resolve = async () => answers.shift()!
    expect(await lookup(resolve)).toEqual([PUBLIC])
    await expect(lookup(resolve)).rejects.toThrow(PrivateAddressError)
    await expect(lookup(resolve)).rejects.toThrow(PrivateAddressError)
  })

  it('passes on that there is no such name', async () => {
    const error = Object.assign(new Error('queryA'), { code: 'ENOTFOUND' })
    await expect(lookup(() => Promise.reject(error))).rejects.toBe(error)
  })
})
