import type { Attachment } from '@support-chat/shared'
import { perLocale } from '../../language/locale.js'

/** Longest side of a picture among the messages, in CSS pixels; its thumbnail has two pixels for each. */
const MAX_SIDE = 240
/** What is far longer than wide is still something to click on. */
const MIN_SIDE = 40

/** The room a picture takes, known before it is loaded; null for what is no picture or cannot be opened. */
export function pictureBox({ state, width, height }: Attachment): { width: number; height: number } | null {
  if (state !== 'ready' || !width || !height) return null
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height))
  const side = (pixels: number) => Math.max(MIN_SIDE, Math.round(pixels * scale))
  return { width: side(width), height: side(height) }
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
const formats = perLocale((tag) =>
  UNITS.map(
    (unit, step) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step > 1 ? 1 : 0,
      }),
  ),
)

/** `81 kB`, `2.4 MB` */
export function fileSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return formats()[step]?.format(bytes / 1000 ** step) ?? ''
}

/** `PDF` of `report.pdf`: a long name is cut before its end. Empty where the end of the name is no type. */
export const fileType = (name: string): string => (/[^.]\.([a-z0-9]{1,6})$/i.exec(name)?.[1] ?? '').toUpperCase()
