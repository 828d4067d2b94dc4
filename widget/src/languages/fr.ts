import type { Language } from '../i18n/strings.js'

// A narrow no-break space stands before a question mark and a colon.
const french: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  const counted = (count: number, one: string, other: string) =>
    `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
  return {
    heading: 'Chat d’assistance',
    openLauncher: (unread) =>
      `Ouvrir le chat d’assistance${unread ? `, ${counted(unread, 'message non lu', 'messages non lus')}` : ''}`,
    closeLauncher: 'Fermer le chat d’assistance',
    close: 'Fermer',
    muteSounds: 'Couper le son',
    unmuteSounds: 'Activer le son',
    messages: 'Messages',
    message: 'Message',
    placeholder: 'Écrivez un message',
    send: 'Envoyer le message',
    connected: 'Connecté',
    connecting: 'Connexion…',
    offline: 'Hors ligne',
    you: 'Vous',
    staff: 'Assistance',
    typing: 'L’assistance est en train d’écrire',
    typingName: (name) => `${name} est en train d’écrire`,
    replyTime: (time) => `Répond généralement en ${time}`,
    backAt: (time) => `De retour ${time}`,
    online: 'En ligne',
    unreadDivider: 'Nouveau',
    topics: 'Sujets',
    dismiss: 'Masquer',
    sending: 'Envoi en cours',
    seen: 'Lu',
    redacted: 'Message supprimé',
    notSent: (error) =>
      error?.code === 'content_too_long' ? 'Non envoyé\u202f: le message est trop long.' : 'Non envoyé',
    retry: 'Renvoyer',
    edit: 'Modifier',
    remove: 'Supprimer',
    tooLong: (over, limit) =>
      `Un message peut compter ${number.format(limit)} caractères. Veuillez le raccourcir de ${counted(over, 'caractère', 'caractères')}.`,
    jumpToNewest: 'Aller au dernier message',
    newMessages: (count) => counted(count, 'nouveau message', 'nouveaux messages'),
    loading: 'Chargement des messages',
    loadingOlder: 'Chargement des messages précédents',
    greeting: (name) => `Bonjour${name ? ` ${name}` : ''}, comment pouvons-nous vous aider\u202f?`,
    greetingText: 'Écrivez-nous ci-dessous. Si vous partez avant notre réponse, vous la recevrez aussi par e-mail.',
    offlineBanner: 'Pas de connexion. Ce que vous écrivez sera envoyé plus tard.',
    signedOutTitle: 'Connectez-vous pour discuter avec nous',
    signedOutText: 'Nous pourrons vous répondre ici une fois votre session ouverte sur cette page.',
    refusedTitle: 'Nous n’avons pas pu vous identifier',
    refusedText: 'Votre session a peut-être expiré. Rechargez la page ou reconnectez-vous, puis réessayez.',
    forbiddenTitle: 'Le chat n’est pas disponible sur cette page',
    forbiddenText: 'Cette page n’est pas autorisée à ouvrir le chat. Veuillez nous contacter par un autre moyen.',
    unreachableTitle: 'Le chat est injoignable pour le moment',
    unreachableText: 'Vérifiez votre connexion Internet. Nous continuons d’essayer.',
    tryAgain: 'Réessayer',
  }
}
export default french
