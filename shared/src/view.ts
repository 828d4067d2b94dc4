/// <reference lib="dom" />

export * from './view/chime.js'
export * from './view/message-groups.js'
export * from './view/once-across-tabs.js'
export * from './view/read-policy.js'
export * from './view/scroll-anchor.js'
export * from './view/time-format.js'
