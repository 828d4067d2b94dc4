import { lazy } from '../loading/lazy.js'

/** What shows files, once there are some. */
export const loadFiles = lazy((_again) => import('./files.js'))
