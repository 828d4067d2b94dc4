import type { Language } from '../i18n/strings.js'

const hebrew: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  /** One and two are words of their own. */
  const counted = (count: number, one: string, two: string, other: string) => {
    const form = plural.select(count)
    return form === 'one' ? one : form === 'two' ? two : `${number.format(count)} ${other}`
  }
  return {
    heading: 'צ׳אט תמיכה',
    openLauncher: (unread) =>
      `פתיחת צ׳אט התמיכה${unread ? `, ${counted(unread, 'הודעה אחת שלא נקראה', 'שתי הודעות שלא נקראו', 'הודעות שלא נקראו')}` : ''}`,
    closeLauncher: 'סגירת צ׳אט התמיכה',
    close: 'סגירה',
    muteSounds: 'השתקת צלילים',
    unmuteSounds: 'הפעלת צלילים',
    messages: 'הודעות',
    message: 'הודעה',
    placeholder: 'כתיבת הודעה',
    send: 'שליחת ההודעה',
    connected: 'מחובר',
    connecting: 'מתחבר…',
    offline: 'לא מחובר',
    you: 'אני',
    staff: 'תמיכה',
    typing: 'צוות התמיכה מקליד',
    typingName: (name) => `${name} בהקלדה`,
    replyTime: (time) => `בדרך כלל עונים תוך ${time}`,
    backAt: (time) => `נחזור: ${time}`,
    online: 'זמינים עכשיו',
    unreadDivider: 'חדש',
    topics: 'נושאים',
    dismiss: 'הסתרה',
    sending: 'בשליחה',
    seen: 'נקראה',
    redacted: 'ההודעה הוסרה',
    notSent: (error) => `לא נשלחה${error?.code === 'content_too_long' ? ': ההודעה ארוכה מדי.' : ''}`,
    retry: 'שליחה חוזרת',
    edit: 'עריכה',
    remove: 'מחיקה',
    tooLong: (over, limit) =>
      `הודעה יכולה להכיל עד ${number.format(limit)} תווים. יש להסיר ממנה ${counted(over, 'תו אחד', 'שני תווים', 'תווים')}.`,
    jumpToNewest: 'מעבר להודעה האחרונה',
    newMessages: (count) => counted(count, 'הודעה חדשה אחת', 'שתי הודעות חדשות', 'הודעות חדשות'),
    loading: 'ההודעות נטענות',
    loadingOlder: 'הודעות קודמות נטענות',
    greeting: (name) => `שלום${name ? ` ${name}` : ''}, איך אפשר לעזור?`,
    greetingText: 'כתבו לנו כאן למטה. אם תעזבו לפני שנענה, התשובה תגיע אליכם גם בדוא״ל.',
    offlineBanner: 'אין חיבור. מה שתכתבו יישלח מאוחר יותר.',
    signedOutTitle: 'התחברו כדי לשוחח איתנו',
    signedOutText: 'נוכל לענות לכם כאן לאחר שתתחברו בדף הזה.',
    refusedTitle: 'לא הצלחנו לאמת את ההתחברות',
    refusedText: 'ייתכן שתוקף ההתחברות פג. טענו את הדף מחדש או התחברו שוב, ואז נסו פעם נוספת.',
    forbiddenTitle: 'הצ׳אט אינו זמין בדף הזה',
    forbiddenText: 'הדף הזה אינו מורשה לפתוח את הצ׳אט. אפשר לפנות אלינו בדרך אחרת.',
    unreachableTitle: 'לא ניתן להגיע לצ׳אט כרגע',
    unreachableText: 'בדקו את החיבור לאינטרנט. בינתיים אנחנו ממשיכים לנסות.',
    tryAgain: 'ניסיון חוזר',
  }
}
export default hebrew
