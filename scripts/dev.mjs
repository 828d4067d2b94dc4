// `npm run dev`: the whole product at one address, following the sources. A change of the server or of what it shares
// restarts it; a change of console, widget or demo reloads the pages that are open. Ctrl-C ends everything.
import './check-node.mjs'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { DevProxy } from './dev/dev-proxy.mjs'
import { RestartingServer } from './dev/restarting-server.mjs'
import { watchFolders } from './dev/watch-folders.mjs'
import { endWithNpm } from './end-with-npm.mjs'
import { install } from './install.mjs'
import { endWithChildren, root, run, stopChildren } from './run.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const BUILT = ['admin/dist/index.html', 'widget/dist/support-chat.js']

let ending = false
process.chdir(root)
for (const signal of SIGNALS) process.on(signal, endWithChildren)
endWithNpm()
if (!(await install())) process.exit(1)
for (const signal of SIGNALS) process.off(signal, endWithChildren).on(signal, end)

const env = { ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}), ...process.env }
const port = Number(env.PORT || 3000)
const inner = await freePort()
const server = new RestartingServer(inner, { PUBLIC_URL: env.PUBLIC_URL || `http://localhost:${port}` })
const proxy = new DevProxy(server)
await proxy.listen(port, env.HOST || '127.0.0.1').catch((error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is in use: stop what uses it, or set PORT.` : error.message)
  process.exit(1)
})

for (const folder of ['admin/dist', 'widget/dist']) mkdirSync(folder, { recursive: true })
follow('console', 'nx/dist/bin/nx.js', ['run', 'admin:compile:development'])
follow('widget', 'vite/bin/vite.js', ['build', '--watch', '--clearScreen', 'false'], join(root, 'widget'))
while (!BUILT.every(existsSync)) await delay(200)
await server.start().catch(() => undefined)

watchFolders(['server/src', 'shared/src'], isSource, (changed) => server.restart(changed))
watchFolders(
  ['admin/dist', 'widget/dist', 'server/public'],
  () => true,
  () => proxy.reloadPages(),
)

/** A build that builds again at each change. */
async function follow(name, script, args, cwd = root) {
  const command = [process.execPath, join(root, 'node_modules', script), ...args]
  await run(command, { cwd, env: { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' } })
  if (!ending) console.error(`The build of the ${name} has ended: its changes are no longer followed.`)
}

/** What the running server was made of. */
function isSource(file) {
  return /\.(ts|json|html)$/.test(file) && !/\.spec\.ts$/.test(file)
}

async function freePort() {
  const probe = createServer()
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port: free } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return free
}

async function end() {
  if (ending) return
  ending = true
  await Promise.all([server.stop(), stopChildren()])
  process.exit(0)
}
