import { Config } from '../config/config.js'
import { ConfigError } from '../config/env.js'
import type { SupportChatOptions } from './options.js'

const LISTS = ['channels', 'messagePolicies'] as const
const SINGLE = ['authenticateUser', 'rateLimits'] as const

/**
 * Checks that there are options, and the shape of those that hold classes and factories, as not every application is
 * written in TypeScript. The settings among them are checked with what they mean.
 * @throws ConfigError that names all options that are wrong
 */
export function checkOptions(options: SupportChatOptions | Config): SupportChatOptions | Config {
  if (options instanceof Config) return options
  if (typeof options !== 'object' || (options as object | null) === null) {
    throw new ConfigError(
      'Support Chat: forRoot takes an object of options, and useFactory of forRootAsync returns one.',
    )
  }
  const problems = [
    ...LISTS.filter((name) => !isListOfExtensions(options[name])).map(
      (name) => `${name} must be a list, of classes and of { inject, useFactory }.`,
    ),
    ...SINGLE.filter((name) => options[name] !== undefined && !isExtension(options[name])).map(
      (name) => `${name} must be a class or { inject, useFactory }.`,
    ),
  ]
  if (problems.length > 0) throw new ConfigError(`Support Chat: ${problems.join(' ')}`)
  return options
}

function isListOfExtensions(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isExtension))
}

/** An arrow function, such as an authenticator that was given without its factory, has no prototype. */
function isExtension(value: unknown): boolean {
  if (typeof value === 'function') return value.prototype !== undefined
  return typeof (value as { useFactory?: unknown } | null | undefined)?.useFactory === 'function'
}
