// Writes openapi.json, the reference of the REST API, from the sources: `npm run openapi`.
// Nest only looks at the controllers here: nothing is started, and no database is needed.
import './typescript.mjs'
import 'reflect-metadata'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { NestFactory } from '@nestjs/core'
import { format, resolveConfig } from 'prettier'

const { AppModule } = await import('./src/app.module.ts')
const { Config } = await import('./src/config/config.ts')
const { describeApi } = await import('./src/openapi.ts')

const file = fileURLToPath(new URL('openapi.json', import.meta.url))
const config = new Config({ appName: 'Support Chat', publicUrl: 'http://localhost:3000', redisUrl: null })
const app = await NestFactory.create(AppModule.forRoot(config), { preview: true, logger: ['error'] })
const text = JSON.stringify(describeApi(app, config))
await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }))
