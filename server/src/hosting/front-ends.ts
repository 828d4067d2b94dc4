import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** In the npm package they are beside the code. */
const packaged = fileURLToPath(new URL('../front-ends', import.meta.url))
/** The same from `src/hosting` and from `dist/hosting`. */
const project = fileURLToPath(new URL('../../..', import.meta.url))

/** The folder in which what was built of a front end is. */
export const frontEnd = (name: 'admin' | 'widget'): string =>
  existsSync(packaged) ? join(packaged, name) : join(project, name, 'dist')
