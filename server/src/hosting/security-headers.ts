import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config/config.js'

type Policy = Record<string, string[]>

const SELF = ["'self'"]
const NONE = ["'none'"]

/** For answers of the API, which are data: a browser that opens one renders, runs and frames nothing. */
const API_POLICY: Policy = { defaultSrc: NONE, frameAncestors: NONE }

/** Swagger UI brings a style sheet inside the page and draws its icons from `data:`. */
const REFERENCE_POLICY: Policy = {
  defaultSrc: NONE,
  scriptSrc: SELF,
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: SELF,
  frameAncestors: NONE,
}

/** Nothing inline, nothing from other origins. The widget works under the same policy. */
const PAGE_POLICY: Policy = {
  defaultSrc: NONE,
  scriptSrc: SELF,
  styleSrc: SELF,
  imgSrc: ["'self'", 'data:'],
  mediaSrc: ["'self'", 'data:'],
  fontSrc: SELF,
  connectSrc: SELF,
  formAction: SELF,
  baseUri: SELF,
  frameAncestors: NONE,
  requireTrustedTypesFor: ["'script'"],
}

export function protectApi(config: Config): RequestHandler {
  const data = protect(config, API_POLICY)
  const reference = protect(config, REFERENCE_POLICY)
  return (request, response, next) => {
    const isReference = /^\/docs(\/|$)/.test(request.path)
    // Answers contain private messages: neither proxies nor browsers may store them.
    if (!isReference) response.setHeader('Cache-Control', 'no-store')
    const handler = isReference ? reference : data
    handler(request, response, (error?: unknown) => {
      // Pages of any origin may read the health answers: a refused widget finds the reason by them.
      if (/^\/health(\/|$)/.test(request.path)) response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
      next(error)
    })
  }
}

export function protectPages(config: Config): RequestHandler {
  return protect(config, PAGE_POLICY)
}

/**
 * For the console's page: styles with this nonce too, since Angular adds a component's styles when it renders it. Its previews
 * of the widget are drawn by Lit.
 */
export function consolePolicy(nonce: string): string {
  return toHeader({
    ...PAGE_POLICY,
    styleSrc: ["'self'", `'nonce-${nonce}'`],
    trustedTypes: ['angular', 'angular#bundler', 'lit-html'],
  })
}

function protect({ publicUrl }: Config, policy: Policy): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policy },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    // `no-referrer` would make the Origin of our own pages' requests null.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.startsWith('https:') && { maxAge: 31_536_000, includeSubDomains: false },
  })
}

function toHeader(policy: Policy): string {
  return Object.entries(policy)
    .map(([name, values]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`)
    .join(';')
}
