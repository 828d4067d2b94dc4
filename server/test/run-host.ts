// The application of host-app in a process of its own. Its settings are variables of the environment.
import type { AddressInfo } from 'node:net'
import { Logger } from '@nestjs/common'
import { start } from './host-app/main.js'

Logger.overrideLogger(['error', 'fatal'])
const app = await start(0)
process.send?.({ port: (app.getHttpServer().address() as AddressInfo).port })
