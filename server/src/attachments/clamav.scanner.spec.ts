import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Behaviour, MALWARE, ScannerPeer } from '../../test/clamd.js'
import { ClamAvScanner } from './clamav.scanner.js'

let peer: ScannerPeer
beforeAll(async () => {
  peer = await ScannerPeer.start()
})
afterAll(() => peer.stop())

const large = randomBytes(3_000_000)
const scan = (behaviour: Behaviour, ...pieces: (Buffer | string)[]) => {
  peer.behaviour = behaviour
  const file = Readable.from(pieces.map((piece) => Buffer.from(piece)))
  return new ClamAvScanner(peer.url, { silentMs: behaviour === 'is silent' ? 100 : 20_000, scanMs: 60_000 }).scan(file)
}

describe('A scanner', () => {
  it('says whether a file is clean or infected, however large', async () => {
    expect(await scan('well', 'clean')).toBe('clean')
    expect(await scan('well')).toBe('clean')
    expect(await scan('well', large, MALWARE)).toBe('infected')
    expect(await scan('well', MALWARE.slice(0, 9), MALWARE.slice(9))).toBe('infected')
  })

  it.each<[Behaviour, string]>([
    ['is silent', 'does not answer'],
    ['hangs up', ''],
    ['fails', 'ERROR'],
    ['is too small', ''],
  ])('that %s has not said that a file is clean', async (behaviour, reason) => {
    await expect(scan(behaviour, large, large)).rejects.toThrow(reason)
  })

  it('that is not there has not either', async () => {
    const gone = await ScannerPeer.start()
    const { url } = gone
    await gone.stop()
    await expect(new ClamAvScanner(url).scan(Readable.from([Buffer.from('x')]))).rejects.toThrow('ECONNREFUSED')
  })
})
