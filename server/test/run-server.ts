// A server in a process of its own, for tests that kill it. Its configuration comes in TEST_CONFIG, as JSON.
import type { AddressInfo } from 'node:net'
import { Config } from '../src/config/config.js'
import { createApp } from '../src/create-app.js'
import { EmailOutboxWorker } from '../src/notifications/email-outbox.worker.js'

const config = new Config(JSON.parse(process.env.TEST_CONFIG ?? '') as Config)
const app = await createApp(config, { logger: ['error', 'fatal'] })
process.on('message', (call) => {
  if (call === 'sweep') void app.get(EmailOutboxWorker, { strict: false }).sweep()
})
await app.listen(config.port, '127.0.0.1')
process.send?.({ port: (app.getHttpServer().address() as AddressInfo).port })
