import express, { type RequestHandler, type Response, Router } from 'express'
import { basename } from 'node:path'
import { compressedFiles } from './compressed-files.js'

/** Both builds put eight characters of the content's hash before the file's ending. */
const HASHED = /[-.][A-Za-z0-9_-]{8}\.[a-z0-9]+$/

/** Serves the files of a build. Those with a hashed name never change; browsers check all others at each use. */
export function staticFiles(folder: string, fresh = 'no-cache'): RequestHandler {
  const setHeaders = (response: Response, file: string) => {
    response.setHeader('Cache-Control', HASHED.test(basename(file)) ? 'public, max-age=31536000, immutable' : fresh)
  }
  const router = Router()
  router.use(compressedFiles(folder, setHeaders))
  router.use(express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders }))
  return router
}
