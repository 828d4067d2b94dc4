import { TestBed } from '@angular/core/testing'
import type { Webhook } from '@support-chat/shared'
import { RequestError } from '@support-chat/shared/client'
import { ENGINE } from '../../connection/engine.js'
import { FakeConnection } from '../../connection/fake-connection.js'
import { LiveConnection } from '../../connection/live-connection.js'
import { Webhooks } from './webhooks.js'

const webhook = (id: string): Webhook => ({
  id,
  url: `https://example.com/${id}`,
  event_types: null,
  description: null,
  state: 'enabled',
  disabled_reason: null,
  disabled_at: null,
  created_at: '2026-03-04T12:00:00.000Z',
})

let engine: FakeConnection

async function open(answer: (path: string) => unknown): Promise<Webhooks> {
  engine = new FakeConnection(() => ({ webhooks: [webhook('old')] }))
  const providers = [
    Webhooks,
    LiveConnection,
    { provide: ENGINE, useValue: { createConnection: () => engine, openStaffChat: () => undefined } },
  ]
  const webhooks = TestBed.configureTestingModule({ providers }).inject(Webhooks)
  await webhooks.load()
  engine.answer = answer
  return webhooks
}

const ids = ({ all }: Webhooks) => all()?.map(({ id }) => id)

describe('Webhooks', () => {
  it('shows a new endpoint below the others, and keeps its secret beside the list, not in it', async () => {
    const webhooks = await open(() => ({ ...webhook('new'), secret: 'whsec_1' }))
    await webhooks.create({ url: 'https://example.com/new', event_types: null, description: null })
    expect(ids(webhooks)).toEqual(['old', 'new'])
    expect(webhooks.all()?.[1]).toEqual(webhook('new'))
    expect(webhooks.secret()).toEqual({ id: 'new', secret: 'whsec_1' })
  })

  it('shows a changed endpoint where it was', async () => {
    const webhooks = await open(() => ({ ...webhook('old'), state: 'disabled' }))
    await webhooks.change(webhook('old'), { state: 'disabled' })
    expect(engine.asked.at(-1)).toBe('PATCH /api/admin/webhooks/old')
    expect(webhooks.all()?.[0]?.state).toBe('disabled')
  })

  it('shows what was changed elsewhere once it looks again, but nothing older than what was changed here', async () => {
    const gone = { ...webhook('old'), state: 'disabled', disabled_reason: 'gone' } as const
    const webhooks = await open(() => ({ webhooks: [gone] }))
    await webhooks.refresh()
    expect(webhooks.all()).toEqual([gone])
    engine.answer = (path) => (path.endsWith('/old') ? webhook('old') : { webhooks: [gone] })
    const refreshed = webhooks.refresh()
    await webhooks.change(gone, { state: 'enabled' })
    await refreshed
    expect(webhooks.all()).toEqual([webhook('old')])
  })

  it('forgets the secret of a deleted endpoint', async () => {
    const webhooks = await open((path) => (path.endsWith('secret') ? { ...webhook('old'), secret: 'whsec_2' } : {}))
    await webhooks.rotateSecret(webhook('old'))
    expect(webhooks.secret()).toEqual({ id: 'old', secret: 'whsec_2' })
    await webhooks.remove(webhook('old'))
    expect([ids(webhooks), webhooks.secret()]).toEqual([[], null])
  })

  it('takes an endpoint away that a colleague has deleted before, and keeps one that could not be deleted', async () => {
    const webhooks = await open(() => {
      throw new RequestError({ code: 'unavailable', message: 'Away' })
    })
    await expect(webhooks.remove(webhook('old'))).rejects.toMatchObject({ error: { code: 'unavailable' } })
    expect(ids(webhooks)).toEqual(['old'])
    engine.answer = () => {
      throw new RequestError({ code: 'not_found', message: 'There is no such webhook' })
    }
    await webhooks.remove(webhook('old'))
    expect(ids(webhooks)).toEqual([])
  })

  it('asks for the next page of deliveries by its cursor', async () => {
    const webhooks = await open(() => ({ deliveries: [], next_cursor: null }))
    await webhooks.deliveries(webhook('old'), null)
    await webhooks.deliveries(webhook('old'), 'a&b')
    expect(engine.asked.slice(-2)).toEqual([
      'GET /api/admin/webhooks/old/deliveries',
      'GET /api/admin/webhooks/old/deliveries?cursor=a%26b',
    ])
  })
})
