/** Your product signs its users in itself; this one asks the demo. */
const rewrites = () => [{ source: '/demo/token', destination: 'http://localhost:3000/demo/token' }]

export default { rewrites }
