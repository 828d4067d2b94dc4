import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import type { S3Config } from '../config/config.js'
import { AttachmentStore, type ByteRange, type StoredFile } from './attachment-store.js'

/** Milliseconds until there is a connection, and without anything on it. */
const CONNECT_MS = 5_000
const STILL_MS = 30_000

type Library = typeof import('@aws-sdk/client-s3')

/**
 * A bucket of S3, or of what speaks as it does. Uploads are gathered in a temporary folder of the machine, and go up from there as a
 * stream of known length, in one request: so nothing incomplete is ever left in the bucket.
 */
export class S3Store extends AttachmentStore {
  override readonly incoming = join(tmpdir(), 'support-chat-incoming')
  private opened: Promise<{ s3: Library; client: S3Client }> | null = null

  constructor(private readonly config: S3Config) {
    super()
  }

  override async put(key: string, file: string): Promise<void> {
    const { s3, client } = await this.open()
    const { size } = await stat(file)
    const body = createReadStream(file)
    try {
      await client.send(new s3.PutObjectCommand({ ...this.at(key), Body: body, ContentLength: size }))
    } finally {
      body.destroy()
    }
  }

  override async read(key: string, range?: ByteRange): Promise<Readable | null> {
    const { s3, client } = await this.open()
    const part = range && { Range: `bytes=${range.start}-${range.end}` }
    try {
      const { Body: body } = await client.send(new s3.GetObjectCommand({ ...this.at(key), ...part }))
      return body as Readable
    } catch (error) {
      if (error instanceof s3.NoSuchKey) return null
      throw error
    }
  }

  /** One by one: not all that speak as S3 delete several at once. */
  override async remove(keys: readonly string[]): Promise<void> {
    const { s3, client } = await this.open()
    for (const key of keys) await client.send(new s3.DeleteObjectCommand(this.at(key)))
  }

  override async *list(): AsyncIterable<StoredFile> {
    const { s3, client } = await this.open()
    const pages = s3.paginateListObjectsV2({ client }, { Bucket: this.config.bucket, Prefix: PREFIX })
    for await (const { Contents: objects = [] } of pages) {
      for (const { Key: key = '', LastModified: storedAt } of objects) {
        if (storedAt) yield { key: key.slice(PREFIX.length), storedAt }
      }
    }
  }

  private at(key: string) {
    return { Bucket: this.config.bucket, Key: PREFIX + key }
  }

  /** With the first file only, since the library is large. */
  private open(): Promise<{ s3: Library; client: S3Client }> {
    this.opened ??= import('@aws-sdk/client-s3').then((s3) => ({ s3, client: this.connect(s3) }))
    return this.opened
  }

  private connect({ S3Client: Client }: Library): S3Client {
    const { region, endpoint, accessKeyId, secretAccessKey } = this.config
    const client = new Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      // A path for the bucket, which servers other than Amazon's have no names for.
      ...(endpoint !== null && { endpoint, forcePathStyle: true }),
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: STILL_MS, throwOnRequestTimeout: true },
      // Others know no checksums that come after the body.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    if (endpoint !== null) signPathsWithoutSlash(client)
    return client
  }
}

/** So that the bucket may hold other things too. */
const PREFIX = 'attachments/'

/** Some servers leave the slash after the bucket out where they check the signature, and all understand a path without it. */
function signPathsWithoutSlash({ middlewareStack }: S3Client): void {
  middlewareStack.add(
    (next) => (given) => {
      const request = given.request as { path: string }
      request.path = request.path.replace(/\/$/, '')
      return next(given)
    },
    { step: 'build' },
  )
}
