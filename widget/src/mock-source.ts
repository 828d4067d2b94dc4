import { lazy } from './lazy.js'
import type { Session } from './session.js'
import type { TokenGiver } from './token-provider.js'

/** A page in mock mode is asked for nothing, for it may ask its own backend. */
export const MOCK_USER: TokenGiver = {
  token: `.${btoa('{"sub":"mock","name":"Sam"}')}.`,
  getToken: undefined,
  user: undefined,
  assigned: 0,
}

const loadMock = lazy((_again) => import('./mock.js'))

export async function openMockSession(): Promise<Session> {
  const { StagedSession } = await loadMock()
  return new StagedSession()
}
