// Runs on any Node.js that knows ES modules, so that an old one is told what it needs instead of a syntax error.
const NEEDED = [20, 19]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`Support Chat needs Node.js ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}
