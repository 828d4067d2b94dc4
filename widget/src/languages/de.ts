import type { Language } from '../i18n/strings.js'

// A no-break space stands before the dots of a sentence that goes on.
const german: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  const counted = (count: number, one: string, other: string) =>
    `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
  return {
    heading: 'Support-Chat',
    openLauncher: (unread) =>
      `Support-Chat öffnen${unread ? `, ${counted(unread, 'ungelesene Nachricht', 'ungelesene Nachrichten')}` : ''}`,
    closeLauncher: 'Support-Chat schließen',
    close: 'Schließen',
    muteSounds: 'Töne ausschalten',
    unmuteSounds: 'Töne einschalten',
    messages: 'Nachrichten',
    message: 'Nachricht',
    placeholder: 'Nachricht schreiben',
    send: 'Nachricht senden',
    connected: 'Verbunden',
    connecting: 'Verbinden\u00a0…',
    offline: 'Offline',
    you: 'Sie',
    staff: 'Support',
    typing: 'Der Support schreibt',
    typingName: (name) => `${name} schreibt`,
    replyTime: (time) => `Antwortet meist in ${time}`,
    backAt: (time) => `Wieder da: ${time}`,
    online: 'Jetzt online',
    unreadDivider: 'Neu',
    topics: 'Themen',
    dismiss: 'Ausblenden',
    sending: 'Wird gesendet',
    seen: 'Gelesen',
    redacted: 'Nachricht entfernt',
    notSent: (error) =>
      error?.code === 'content_too_long' ? 'Nicht gesendet: Die Nachricht ist zu lang.' : 'Nicht gesendet',
    retry: 'Erneut senden',
    edit: 'Bearbeiten',
    remove: 'Löschen',
    tooLong: (over, limit) =>
      `Eine Nachricht kann höchstens ${number.format(limit)} Zeichen lang sein. Bitte kürzen Sie sie um ${number.format(over)} Zeichen.`,
    jumpToNewest: 'Zur neuesten Nachricht',
    newMessages: (count) => counted(count, 'neue Nachricht', 'neue Nachrichten'),
    loading: 'Nachrichten werden geladen',
    loadingOlder: 'Frühere Nachrichten werden geladen',
    greeting: (name) => `Guten Tag${name ? ` ${name}` : ''}, wie können wir Ihnen helfen?`,
    greetingText: 'Schreiben Sie uns. Wenn Sie gehen, bevor wir antworten, erhalten Sie die Antwort auch per E-Mail.',
    offlineBanner: 'Keine Verbindung. Was Sie schreiben, wird später gesendet.',
    signedOutTitle: 'Melden Sie sich an, um mit uns zu chatten',
    signedOutText: 'Sobald Sie auf dieser Seite angemeldet sind, können wir Ihnen hier antworten.',
    refusedTitle: 'Wir konnten Sie nicht anmelden',
    refusedText:
      'Ihre Sitzung ist vielleicht abgelaufen. Laden Sie die Seite neu oder melden Sie sich erneut an, und versuchen Sie es dann noch einmal.',
    forbiddenTitle: 'Der Chat ist auf dieser Seite nicht verfügbar',
    forbiddenText: 'Diese Seite darf den Chat nicht öffnen. Bitte wenden Sie sich auf anderem Weg an uns.',
    unreachableTitle: 'Der Chat ist gerade nicht erreichbar',
    unreachableText: 'Prüfen Sie Ihre Internetverbindung. Wir versuchen es in der Zwischenzeit weiter.',
    tryAgain: 'Erneut versuchen',
  }
}
export default german
