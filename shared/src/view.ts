/// <reference lib="dom" />

export * from './view/message-groups.js'
export * from './view/read-policy.js'
export * from './view/time-format.js'
