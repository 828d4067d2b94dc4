import { Logger } from '@nestjs/common'
import { randomUUID } from 'node:crypto'
import { ProcessRegistry, WARN_AGAIN_MS } from '../src/redis/process-registry.js'
import { startTestApp, type TestApp } from './test-app.js'

const registry = ({ app }: TestApp) => app.get(ProcessRegistry, { strict: false })
const sentence = /^Another process serves this database, and REDIS_URL is not set: /

describe('Processes of one database without a Redis', () => {
  let first: TestApp
  let warned: jest.SpyInstance
  const warnings = () => warned.mock.calls.filter(([line]) => sentence.test(String(line))).length

  beforeEach(async () => {
    first = await startTestApp()
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined)
  })
  afterEach(async () => {
    warned.mockRestore()
    await first.close()
  })

  it('are told of, once in some minutes, for as long as they are several', async () => {
    const second = await startTestApp({ databaseUrl: first.config.databaseUrl })
    try {
      const beat = async (times: number) => {
        for (let time = 0; time < times; time++) for (const server of [first, second]) await registry(server).beat()
      }
      await beat(4)
      expect(warnings()).toBe(2)
      await beat(4)
      expect(warnings()).toBe(2)
      const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + WARN_AGAIN_MS)
      await beat(2).finally(() => clock.mockRestore())
      expect(warnings()).toBe(4)
    } finally {
      await second.close()
    }
    const rows = await first.sql<{ count: number }>('SELECT count(*)::int AS count FROM server_processes')
    expect(rows).toEqual([{ count: 1 }])
  })

  it('are not seen in one that was killed, nor in one that is just leaving', async () => {
    const other = randomUUID()
    await first.sql('INSERT INTO server_processes VALUES ($1, clock_timestamp())', [other])
    for (let time = 0; time < 4; time++) await registry(first).beat()
    await first.sql('UPDATE server_processes SET seen_at = clock_timestamp() WHERE id = $1', [other])
    await registry(first).beat()
    await first.sql('DELETE FROM server_processes WHERE id = $1', [other])
    for (let time = 0; time < 4; time++) await registry(first).beat()
    expect(warnings()).toBe(0)
  })

  it('are looked for again when the database is back', async () => {
    await first.sql('ALTER TABLE server_processes RENAME TO away')
    await expect(registry(first).beat()).resolves.toBeUndefined()
    await first.sql('ALTER TABLE away RENAME TO server_processes')
    await registry(first).beat()
    expect(await first.sql('SELECT FROM server_processes')).toHaveLength(1)
  })
})
