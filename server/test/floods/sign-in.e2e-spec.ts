import { randomUUID } from 'node:crypto'
import { routes } from '@support-chat/shared'
import { RATE_LIMITS } from '../../src/rate-limits/rate-limit.js'
import { call } from '../call.js'
import { FloodStage } from './flood-stage.js'
import { pace } from './pace.js'

let stage: FloodStage

beforeAll(async () => {
  stage = await FloodStage.set()
}, 30_000)
afterAll(() => stage.close())

const guess = (url: string) =>
  call(url + routes.login, 'POST', { body: { email: `${randomUUID()}@example.com`, password: 'a guess' } })

it('Signing in 60 times a second, as ever new people, slows nobody else down', async () => {
  // What is allowed at once is over soon: this is about a flood that goes on.
  for (let time = 0; time < RATE_LIMITS.signIn.burst; time++) await guess(stage.url)
  const harm = await stage.harmOf((url, signal) => pace(60, signal, () => guess(url)))
  expect(harm).toMatchObject({ bearable: true })
}, 90_000)
