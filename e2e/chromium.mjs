import { chromium } from '@playwright/test'
import { execFile } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The browser reaches this machine and nothing else, whatever a page or Chromium itself asks for. */
const ARGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--font-render-hinting=none',
]

/** Where Linux keeps what processes share in memory, and how much of it the browsers of all workers may take. */
const SHARED_MEMORY = '/dev/shm'
const SHARED_MEMORY_BYTES = 1024 ** 3

/**
 * What to hand to Playwright's `chromium.launch()`. The first Chromium found is taken: `CHROMIUM_PATH`, one on the
 * PATH, Playwright's own, and last the one inside the npm package `@sparticuz/chromium`, which needs nothing installed.
 * `CHROMIUM_PATH=bundled` asks for that last one.
 * @returns {Promise<import('@playwright/test').LaunchOptions>}
 * @throws {Error} when this machine has none, saying what to do.
 */
export async function chromiumLaunchOptions() {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted && wanted !== 'bundled' && !existsSync(wanted)) throw new Error(`CHROMIUM_PATH: no file at ${wanted}`)
  const found = wanted === 'bundled' ? undefined : wanted || onPath() || playwrightsOwn()
  return { ...(found ? { executablePath: found, args: ARGS } : await bundled()), ignoreDefaultArgs: needless() }
}

/** Playwright's precaution for containers has each answer pass through a file on the disk: a tenth of the processor. */
function needless() {
  return hasSharedMemory() ? ['--disable-dev-shm-usage'] : []
}

function hasSharedMemory() {
  if (!existsSync(SHARED_MEMORY)) return false
  const { bavail, bsize } = statfsSync(SHARED_MEMORY)
  return bavail * bsize >= SHARED_MEMORY_BYTES
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), MAC].find(existsSync)
}

function playwrightsOwn() {
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

async function bundled() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chromium here: install Chromium or Chrome, run `npx playwright install chromium`, or set CHROMIUM_PATH.',
    )
  }
  const folder = await unpack()
  // Its own libraries and, where the system has no fonts, its own font.
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  }
  return { executablePath: join(folder, 'chromium'), args: ARGS, env }
}

/** Unpacks the package once per version, beside and then into place, so that a run cut short leaves nothing half done. */
async function unpack() {
  const manifest = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8'))
  const cache = join(here, '../node_modules/.cache')
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder

  await mkdir(cache, { recursive: true })
  const unpacked = await mkdtemp(join(cache, 'unpacking-'))
  // The package unpacks into the temporary folder, and its shared libraries only where it believes to be on AWS.
  const env = { ...process.env, TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
  const script = "import('@sparticuz/chromium').then((it) => it.default.executablePath())"
  await run(process.execPath, ['-e', script], { cwd: here, env })
  await writeFile(join(unpacked, 'fonts.conf'), fontsConf(folder))
  await rename(unpacked, folder).catch((error) => {
    if (!existsSync(folder)) throw error // else another worker was first
  })
  await rm(unpacked, { recursive: true, force: true })
  return folder
}

const fontsConf = (/** @type {string} */ folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`
