import { Injectable, type InjectionToken, type OptionalFactoryDependency } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { StartError } from '../config/start-error.js'
import type { Extension } from './options.js'

/** Has the application's container make what the application gives in place of defaults, once all of that container is there. */
@Injectable()
export class ExtensionMaker {
  private readonly pending: (() => Promise<void>)[] = []

  constructor(private readonly moduleRef: ModuleRef) {}

  /**
   * @param option that gives it
   * @param method that it must have; `authenticateUser` may be that method itself
   * @returns what was made; it throws until `makeAll` has been called
   */
  later<T>(extension: Extension<T>, option: string, method: string): () => T {
    let made: { value: T } | null = null
    this.pending.push(async () => {
      const value = await this.make(extension, option)
      const isMethod = option === 'authenticateUser' && typeof value === 'function'
      if (!isMethod && typeof (value as Record<string, unknown> | null | undefined)?.[method] !== 'function') {
        throw new StartError(`Support Chat: what ${option} gives has no method ${method}.`)
      }
      made = { value }
    })
    return () => {
      if (made === null) throw new Error('Support Chat is not initialised yet')
      return made.value
    }
  }

  async makeAll(): Promise<void> {
    for (const make of this.pending.splice(0)) await make()
  }

  /** A class that the application provides is taken as it is there. */
  private async make<T>(extension: Extension<T>, option: string): Promise<T> {
    if (typeof extension !== 'function') {
      const injected = (extension.inject ?? []).map((dependency) => this.find(dependency, option))
      return extension.useFactory(...injected)
    }
    try {
      return this.moduleRef.get<T>(extension, { strict: false })
    } catch {
      return await this.moduleRef.create(extension)
    }
  }

  private find(dependency: InjectionToken | OptionalFactoryDependency, option: string): unknown {
    const { token, optional } = isOptional(dependency) ? dependency : { token: dependency, optional: false }
    try {
      return this.moduleRef.get(token as string, { strict: false })
    } catch (error) {
      if (optional) return undefined
      throw new StartError(`Support Chat: what ${option} injects cannot be found. ${(error as Error).message}`)
    }
  }
}

function isOptional(dependency: unknown): dependency is OptionalFactoryDependency {
  return typeof dependency === 'object' && dependency !== null && 'token' in dependency
}
