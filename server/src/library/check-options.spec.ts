import type { SupportChatOptions } from './options.js'
import { checkOptions } from './check-options.js'

class Policy {
  review(): string {
    return 'allow'
  }
}

const check = (options: unknown) => () => checkOptions(options as SupportChatOptions)

describe('The options that hold classes and factories', () => {
  it('are taken as classes, as factories, and left out', () => {
    const options = {
      channels: [Policy, { useFactory: () => new Policy() }],
      rateLimits: Policy,
      messagePolicies: undefined,
    }
    expect(check(options)()).toBe(options)
  })

  it.each([
    [undefined, 'forRoot takes an object of options'],
    [null, 'useFactory of forRootAsync returns one'],
    [{ messagePolicies: Policy }, 'messagePolicies must be a list, of classes and of { inject, useFactory }.'],
    [{ messagePolicies: [new Policy()] }, 'messagePolicies must be a list, of classes'],
    [{ channels: [null] }, 'channels must be a list, of classes'],
    [{ authenticateUser: () => null }, 'authenticateUser must be a class or { inject, useFactory }.'],
    [{ authenticateUser: null }, 'authenticateUser must be a class'],
    [{ rateLimits: 'slow', channels: {} }, 'useFactory }. rateLimits must be a class'],
  ])('%p are refused with a sentence that names the option', (options, sentence) => {
    expect(check(options)).toThrow(sentence)
  })
})
