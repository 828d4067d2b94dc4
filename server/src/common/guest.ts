/**
 * The token by which an application that imports the module has its Support Chat, which is an application of its own inside
 * of it, with a container of its own. Null in a stand-alone server.
 */
export const GUEST = 'support-chat:guest'
