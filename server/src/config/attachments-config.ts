import type { z } from 'zod'
import type { AttachmentsConfig, S3Config } from './config.js'
import type { variables } from './variables.js'

type Given = z.output<typeof variables>

const OF_S3 = ['S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']

export function s3Problems(given: Readonly<Record<string, string | undefined>>): string[] {
  const missing = OF_S3.filter((name) => !given[name])
  const isMeant = missing.length < OF_S3.length || Boolean(given['S3_ENDPOINT'])
  return isMeant ? missing.map((name) => `${name} must be set with the other variables of S3`) : []
}

export function toAttachments(given: Given): AttachmentsConfig {
  return {
    maxBytes: given.ATTACHMENT_MAX_BYTES,
    types: given.ATTACHMENT_TYPES ?? null,
    clamavUrl: given.CLAMAV_URL ?? null,
    s3: toS3(given),
  }
}

/** All of them are there with a bucket: {@link s3Problems} sees to it. */
function toS3(given: Given): S3Config | null {
  const {
    S3_BUCKET: bucket,
    S3_REGION: region,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = given
  if (!bucket || !region || !accessKeyId || !secretAccessKey) return null
  return { bucket, region, endpoint: given.S3_ENDPOINT ?? null, accessKeyId, secretAccessKey }
}
