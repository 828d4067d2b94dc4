// `npm run backup -- FILE` and others of its kind: builds the server where that is needed, and runs the program of the
// server that the first argument names, with the arguments after it and with standard input.
import './check-node.mjs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { endWithChildren, root, run } from './run.mjs'

process.chdir(root)
const [program] = process.argv.splice(2, 1)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWithChildren)

const nx = join(root, 'node_modules/nx/dist/bin/nx.js')
const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' }
if (existsSync(nx) && !(await run([process.execPath, nx, 'run', 'server:build'], { quiet: true, env }))) process.exit(1)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, endWithChildren)
await import(`../server/dist/${program}/main.js`)
