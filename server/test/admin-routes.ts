import { RequestMethod, type Type } from '@nestjs/common'
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js'
import { ModulesContainer, Reflector } from '@nestjs/core'
import type { ApiScope, StaffPermission } from '@support-chat/shared'
import { PERMISSION, SCOPE } from '../src/auth/access-control.service.js'
import type { TestApp } from './test-app.js'

export interface AdminRoute {
  method: string
  /** With its parameters as in `:id`. */
  path: string
  /** What an API key needs; null where none gets in; undefined where the route does not say. */
  scope: ApiScope | null | undefined
  /** What a member of staff needs; undefined where the route does not say. */
  permission: StaffPermission | undefined
}

/** Every route under `/api/admin` that the application has, whether it is documented or not. */
export function adminRoutes({ app }: TestApp): AdminRoute[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()])
  return controllers
    .flatMap(({ metatype }) => routesOf(metatype as Type))
    .filter(({ path }) => /^\/api\/admin\b/.test(path))
}

function routesOf(controller: Type): AdminRoute[] {
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string
  const handlers = Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object))
    .map(({ value }) => value as () => unknown)
    .filter((value) => typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value))
  return handlers.map((handler) => ({
    method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!,
    path: `/${base}/${Reflect.getMetadata(PATH_METADATA, handler) as string}`.replace(/\/+/g, '/').replace(/\/$/, ''),
    scope: new Reflector().getAllAndOverride<AdminRoute['scope']>(SCOPE, [handler, controller]),
    permission: new Reflector().getAllAndOverride<AdminRoute['permission']>(PERMISSION, [handler, controller]),
  }))
}
