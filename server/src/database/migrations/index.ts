import { CreateSupportChat1763700000000 } from './1763700000000-create-support-chat.js'

/** Every migration, oldest first. */
export const migrations = [CreateSupportChat1763700000000]
