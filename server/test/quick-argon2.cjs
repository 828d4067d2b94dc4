// Each server that starts hashes passwords, and each sign-in: by the real algorithm, at a price that tests can afford. What
// runs as a process of its own pays the whole.
const argon2 = require('../../node_modules/@node-rs/argon2')

module.exports = { ...argon2, hash: (password) => argon2.hash(password, { memoryCost: 1_024, timeCost: 1 }) }
