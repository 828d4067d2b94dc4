import type { Language } from '../i18n/strings.js'

const arabic: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  /** One and two are words of their own; three to ten take the plural, eleven to 99 the accusative, hundreds the singular. */
  const counted = (count: number, one: string, two: string, few: string, many: string, other = many) => {
    const form = plural.select(count)
    if (form === 'one' || form === 'two') return form === 'one' ? one : two
    return `${number.format(count)} ${form === 'few' ? few : form === 'many' ? many : other}`
  }
  return {
    heading: 'دردشة الدعم',
    openLauncher: (unread) =>
      `فتح دردشة الدعم${unread ? `، ${counted(unread, 'رسالة واحدة غير مقروءة', 'رسالتان غير مقروءتين', 'رسائل غير مقروءة', 'رسالة غير مقروءة')}` : ''}`,
    closeLauncher: 'إغلاق دردشة الدعم',
    close: 'إغلاق',
    muteSounds: 'كتم الأصوات',
    unmuteSounds: 'تشغيل الأصوات',
    messages: 'الرسائل',
    message: 'الرسالة',
    placeholder: 'اكتب رسالة',
    send: 'إرسال الرسالة',
    connected: 'متصل',
    connecting: 'جارٍ الاتصال…',
    offline: 'غير متصل',
    you: 'أنت',
    staff: 'الدعم',
    typing: 'فريق الدعم يكتب الآن',
    typingName: (name) => `${name} يكتب الآن`,
    replyTime: (time) => `نرد عادةً خلال ${time}`,
    backAt: (time) => `نعود ${time}`,
    online: 'متصلون الآن',
    unreadDivider: 'جديد',
    topics: 'المواضيع',
    dismiss: 'إخفاء',
    sending: 'جارٍ الإرسال',
    seen: 'مقروءة',
    redacted: 'حُذفت الرسالة',
    notSent: (error) => `لم تُرسَل${error?.code === 'content_too_long' ? '، لأن الرسالة طويلة جدًا.' : ''}`,
    retry: 'إعادة الإرسال',
    edit: 'تعديل',
    remove: 'حذف',
    tooLong: (over, limit) => {
      const characters = (count: number) => counted(count, 'حرف واحد', 'حرفين', 'أحرف', 'حرفًا', 'حرف')
      return `لا يمكن أن تتجاوز الرسالة ${characters(limit)}. يرجى تقصيرها بمقدار ${characters(over)}.`
    },
    jumpToNewest: 'الانتقال إلى أحدث رسالة',
    newMessages: (count) => counted(count, 'رسالة جديدة', 'رسالتان جديدتان', 'رسائل جديدة', 'رسالة جديدة'),
    loading: 'جارٍ تحميل الرسائل',
    loadingOlder: 'جارٍ تحميل الرسائل السابقة',
    greeting: (name) => `مرحبًا${name ? ` ${name}` : ''}، كيف يمكننا مساعدتك؟`,
    greetingText: 'اكتب إلينا أدناه. إذا غادرت قبل أن نجيب، فسيصلك الرد أيضًا عبر البريد الإلكتروني.',
    offlineBanner: 'لا يوجد اتصال. سيُرسَل ما تكتبه لاحقًا.',
    signedOutTitle: 'سجّل الدخول للدردشة معنا',
    signedOutText: 'يمكننا الرد عليك هنا بعد تسجيل الدخول في هذه الصفحة.',
    refusedTitle: 'تعذّر تسجيل دخولك',
    refusedText: 'ربما انتهت جلستك. أعد تحميل الصفحة أو سجّل الدخول من جديد، ثم حاول مرة أخرى.',
    forbiddenTitle: 'الدردشة غير متاحة في هذه الصفحة',
    forbiddenText: 'لا يُسمح لهذه الصفحة بفتح الدردشة. يرجى التواصل معنا بطريقة أخرى.',
    unreachableTitle: 'تعذّر الوصول إلى الدردشة حاليًا',
    unreachableText: 'تحقق من اتصالك بالإنترنت. سنواصل المحاولة في هذه الأثناء.',
    tryAgain: 'إعادة المحاولة',
  }
}
export default arabic
