// Writes the types of the npm package.
import { join } from 'node:path'
import { declarePackage } from '../scripts/declarations/declare-package.mjs'
import { ENTRIES } from './vite.package.mjs'

declarePackage('widget', ENTRIES, join(import.meta.dirname, 'lib/types'))
