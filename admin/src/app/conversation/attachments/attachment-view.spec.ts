import type { Attachment } from '@support-chat/shared'
import { fileSize, fileType, pictureBox } from './attachment-view.js'

const picture = (changes: Partial<Attachment>) =>
  pictureBox({ state: 'ready', width: 100, height: 100, ...changes } as Attachment)

describe('what is shown of a file', () => {
  it.each([
    [
      { width: 1280, height: 640 },
      { width: 240, height: 120 },
    ],
    [
      { width: 90, height: 60 },
      { width: 90, height: 60 },
    ],
    [
      { width: 5000, height: 10 },
      { width: 240, height: 40 },
    ],
    [{ width: null, height: null }, null],
    [{ state: 'scanning' as const }, null],
    [{ state: 'refused' as const }, null],
  ])('is a picture %j in a room of %j', (changes, box) => expect(picture(changes)).toEqual(box))

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [81_234, '81 kB'],
    [2_440_000, '2.4 MB'],
    [25 * 1024 * 1024, '26.2 MB'],
  ])('is of a size: %i is %s', (bytes, words) => expect(fileSize(bytes)).toBe(words))

  it.each([
    ['report.final.pdf', 'PDF'],
    ['تقرير.docx', 'DOCX'],
    ['README', ''],
    ['.profile', ''],
    ['Fig. 3 of the report', ''],
  ])('is of a type: %s is %s', (name, type) => expect(fileType(name)).toBe(type))
})
