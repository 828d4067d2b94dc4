import { cleanFileName, contentDisposition } from './file-name.js'

describe('The name of a file', () => {
  it.each([
    ['stays in its language', 'Ärger mit 領収書 🧾.pdf', 'Ärger mit 領収書 🧾.pdf'],
    ['stays as it is written from right to left', 'فاتورة ‏2026.pdf', 'فاتورة ‏2026.pdf'],
    ['loses its path', '../../etc/passwd', 'passwd'],
    ['loses a path of Windows', 'C:\\fakepath\\screen.png', 'screen.png'],
    ['loses control characters and line ends', 'a\0b\r\n\u2028c.txt', 'abc.txt'],
    ['cannot pretend another extension', 'photo\u202Egpj.exe', 'photogpj.exe'],
    ['cannot pretend it by isolates', '\u2066photo\u2069.exe', 'photo.exe'],
    ['is composed', 'Cafe\u0301.png', 'Café.png'],
    ['gets its quotes back from a form', 'a %22quoted%22 name.txt', 'a "quoted" name.txt'],
    ['is well-formed', 'a\uD800.txt', 'a\uFFFD.txt'],
    ['ends in no dots and spaces', ' report.. . ', 'report'],
    ['is never empty', '..', 'file'],
    ['is never only a path', 'folder/', 'file'],
    ['may begin with a dot', '.env', '.env'],
  ])('%s', (_, given, expected) => {
    expect(cleanFileName(given)).toBe(expected)
  })

  it('is cut before its extension, between characters', () => {
    expect(cleanFileName(`${'x'.repeat(296)}.pdf`)).toBe(`${'x'.repeat(251)}.pdf`)
    const family = '👩‍👩‍👧'
    const cut = cleanFileName(`${'x'.repeat(250)}${family}.png`)
    expect(cut).toBe(`${'x'.repeat(250)}.png`)
    expect(cleanFileName('y'.repeat(300))).toHaveLength(255)
  })

  it('stands in the header in two ways, for browsers old and new', () => {
    expect(contentDisposition('attachment', 'Rechnung "März" 100%.pdf')).toBe(
      `attachment; filename="Rechnung _M?rz_ 100_.pdf"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22%20100%25.pdf`,
    )
    expect(contentDisposition('inline', "it's (1)*.png")).toBe(
      `inline; filename="it's (1)*.png"; filename*=UTF-8''it%27s%20%281%29%2A.png`,
    )
  })
})
