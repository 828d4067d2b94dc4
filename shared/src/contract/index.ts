// For the server, which checks with these schemas. Everybody else imports types only: lint sees to it.
export * from './admin-api.js'
export * from './auth.js'
export * from './errors.js'
export * from './events.js'
export * from './fields.js'
export * from './health.js'
export * from './socket.js'
export * from './user-api.js'
