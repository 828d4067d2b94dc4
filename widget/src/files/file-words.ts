import { resolveStrings } from '../i18n/resolve.js'
import type { FileHost } from './file-host.js'
import type { FileStrings, Strings } from '../i18n/strings.js'

export type { FileStrings } from '../i18n/strings.js'

const english: FileStrings = {
  photo: 'Photo',
  scanning: 'Being checked for viruses',
  fileRefused: 'Removed: a virus was found in it',
}

/** Few words, that come along with what says them: in every language there is, by its tag. */
export const FILE_WORDS: Record<string, FileStrings> = {
  en: english,
  ar: { photo: 'صورة', scanning: 'جارٍ الفحص بحثًا عن فيروسات', fileRefused: 'أُزيل الملف: عُثر فيه على فيروس' },
  de: { photo: 'Foto', scanning: 'Wird auf Viren geprüft', fileRefused: 'Entfernt: Darin wurde ein Virus gefunden' },
  es: { photo: 'Foto', scanning: 'Buscando virus', fileRefused: 'Eliminado: contenía un virus' },
  fr: { photo: 'Photo', scanning: 'Recherche de virus en cours', fileRefused: 'Supprimé : un virus y a été trouvé' },
  he: { photo: 'תמונה', scanning: 'בבדיקת וירוסים', fileRefused: 'הוסר: נמצא בו וירוס' },
  ja: { photo: '写真', scanning: 'ウイルスを確認しています', fileRefused: 'ウイルスが見つかったため削除されました' },
  pt: { photo: 'Foto', scanning: 'A verificar se há vírus', fileRefused: 'Removido: continha um vírus' },
  zh: { photo: '照片', scanning: '正在检查病毒', fileRefused: '已移除：发现病毒' },
}

/** In the language of the element, but where the page has words of its own. */
export const fileWordsOf = ({ language, strings }: FileHost): FileStrings =>
  resolveStrings(
    (FILE_WORDS[language.split('-')[0] ?? ''] ?? english) as unknown as Strings,
    strings,
  ) as unknown as FileStrings
