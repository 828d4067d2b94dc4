// `npm start`: from a clean clone to a running server. Plain Node.js, since nothing is installed yet.
import './check-node.mjs'
import { endWithNpm } from './end-with-npm.mjs'
import { install } from './install.mjs'
import { build } from './nx.mjs'
import { endWithChildren, root, seconds } from './run.mjs'

process.chdir(root)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWithChildren)
endWithNpm()

if (!(await install())) process.exit(1)
const began = Date.now()
console.log('Building server, console and widget.')
if (!(await build({ quiet: true, progress: () => 'still building', limitMinutes: 30 }))) process.exit(1)
console.log(`Built in ${seconds(began)}.`)

// From here on the server answers signals itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, endWithChildren)
await import('../server/dist/main.js')
