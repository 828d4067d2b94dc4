// Writes openapi.json and asyncapi.json, the references of REST and of sockets and webhooks, from the sources: `npm run
// openapi`. Nest only looks at the controllers here: nothing is started, and no database is needed.
import './typescript.mjs'
import 'reflect-metadata'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { NestFactory } from '@nestjs/core'
import { format, resolveConfig } from 'prettier'

const { AppModule } = await import('./src/app.module.ts')
const { Config } = await import('./src/config/config.ts')
const { describeApi } = await import('./src/openapi.ts')
const { describeAsyncApi } = await import('./src/asyncapi.ts')

const config = new Config({ appName: 'Support Chat', publicUrl: 'http://localhost:3000', redisUrl: null })
const app = await NestFactory.create(AppModule.forRoot(config), { preview: true, logger: ['error'] })
const documents = { 'openapi.json': describeApi(app, config), 'asyncapi.json': describeAsyncApi(config) }
for (const [name, document] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(name, import.meta.url))
  await writeFile(file, await format(JSON.stringify(document), { ...(await resolveConfig(file)), parser: 'json' }))
}
