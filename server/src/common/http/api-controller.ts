import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes } from '@nestjs/common'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { ERROR_STATUS, type ApiError, type ErrorCode } from '@support-chat/shared'
import { z } from 'zod'
import { HttpErrorFilter } from './http-error.filter.js'
import { JsonBodyGuard } from './json-body.guard.js'
import { validationPipe } from './validation.pipe.js'

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

const apiError = z
  .object({
    code: z.enum(codes),
    message: z.string().describe('For people. Programs switch on `code`.'),
    details: z.unknown().optional(),
  })
  .meta({ id: 'ApiError' }) satisfies z.ZodType<ApiError>

/** A controller under `/api` that checks what comes in and answers every failure with an ApiError. */
export const ApiController = (path: string, tag: string) =>
  applyDecorators(
    Controller(`api/${path}`),
    UseGuards(JsonBodyGuard),
    UsePipes(validationPipe),
    UseFilters(HttpErrorFilter),
    ApiTags(tag),
    ApiErrors('invalid_request', 'rate_limited', 'unavailable', 'internal'),
  )

/** Documents the codes that a route can refuse with. */
export const ApiErrors = (...refusals: ErrorCode[]) =>
  applyDecorators(
    ...[...new Set(refusals.map((code) => ERROR_STATUS[code]))].map((status) =>
      ApiResponse({
        status,
        description: refusals.filter((code) => ERROR_STATUS[code] === status).join(', '),
        standardSchema: apiError,
      }),
    ),
  )
