// What an application that imports the module relies on; see docs/extending.md. Everything else may change.
export { Config, type UserJwtConfig } from './config/config.js'
export { ConfigError, loadConfig } from './config/env.js'
export { UnitOfWork, type Reader, type Transaction } from './database/unit-of-work.js'
export { AppError } from './errors/app-error.js'
export type * from './events/domain-events.js'
export { EventBus } from './events/event-bus.js'
export { SupportChatIoAdapter } from './realtime/socket-io.adapter.js'
export { SupportChatModule } from './support-chat.module.js'
