import { applyDecorators, Controller, UseFilters, UseGuards, UsePipes } from '@nestjs/common'
import { METHOD_METADATA } from '@nestjs/common/constants.js'
import { ApiResponse, ApiTags } from '@nestjs/swagger'
import { ERROR_STATUS, type ErrorCode } from '@support-chat/shared'
import { apiError } from '@support-chat/shared/contract'
import { HttpErrorFilter } from './http-error.filter.js'
import { JsonBodyGuard } from './json-body.guard.js'
import { validationPipe } from './validation.pipe.js'

/** A controller under `/api` that validates requests and answers every failure with an ApiError. */
export const ApiController = (path: string, tag: string) =>
  applyDecorators(
    Controller(`api/${path}`),
    checkBodiesLast,
    UsePipes(validationPipe),
    UseFilters(HttpErrorFilter),
    ApiTags(tag),
    ApiErrors('invalid_request', 'rate_limited', 'unavailable', 'internal'),
  )

/** After all other guards, those of the class and those of the method: who may not send a request learns that first. */
const checkBodiesLast: ClassDecorator = ({ prototype }) => {
  const methods = Object.getOwnPropertyDescriptors(prototype as object) as Record<string, PropertyDescriptor>
  for (const [name, method] of Object.entries(methods)) {
    if (Reflect.hasMetadata(METHOD_METADATA, method.value as object))
      UseGuards(JsonBodyGuard)(prototype as object, name, method)
  }
}

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
