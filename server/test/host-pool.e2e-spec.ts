import { useHostPool } from './host-pool.js'

/** Those that ask the database most: by TypeORM and by statements of our own, in transactions and outside of them. */
const FILES = ['api-keys', 'chat-search', 'events', 'webhooks']

describe.each(FILES)("On an application's pool: %s", (file) => {
  useHostPool()
  jest.requireActual(`./${file}.e2e-spec`)
})
