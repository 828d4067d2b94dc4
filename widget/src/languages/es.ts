import type { Language } from '../i18n/strings.js'

const spanish: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  const counted = (count: number, one: string, other: string) =>
    `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
  return {
    heading: 'Chat de soporte',
    openLauncher: (unread) =>
      `Abrir el chat de soporte${unread ? `, ${counted(unread, 'mensaje sin leer', 'mensajes sin leer')}` : ''}`,
    closeLauncher: 'Cerrar el chat de soporte',
    close: 'Cerrar',
    muteSounds: 'Silenciar los sonidos',
    unmuteSounds: 'Activar los sonidos',
    messages: 'Mensajes',
    message: 'Mensaje',
    placeholder: 'Escriba un mensaje',
    send: 'Enviar mensaje',
    connected: 'Conectado',
    connecting: 'Conectando…',
    offline: 'Sin conexión',
    you: 'Usted',
    staff: 'Soporte',
    typing: 'Soporte está escribiendo',
    typingName: (name) => `${name} está escribiendo`,
    replyTime: (time) => `Suele responder en ${time}`,
    backAt: (time) => `De vuelta: ${time}`,
    online: 'En línea',
    unreadDivider: 'Nuevo',
    topics: 'Temas',
    dismiss: 'Descartar',
    sending: 'Enviando',
    seen: 'Leído',
    redacted: 'Mensaje eliminado',
    notSent: (error) =>
      error?.code === 'content_too_long' ? 'No enviado: el mensaje es demasiado largo.' : 'No enviado',
    retry: 'Reenviar',
    edit: 'Editar',
    remove: 'Eliminar',
    tooLong: (over, limit) =>
      `Un mensaje puede tener ${number.format(limit)} caracteres. Acórtelo en ${counted(over, 'carácter', 'caracteres')}.`,
    jumpToNewest: 'Ir al mensaje más reciente',
    newMessages: (count) => counted(count, 'mensaje nuevo', 'mensajes nuevos'),
    loading: 'Cargando mensajes',
    loadingOlder: 'Cargando mensajes anteriores',
    greeting: (name) => `Hola${name ? `, ${name}` : ''}, ¿en qué podemos ayudarle?`,
    greetingText:
      'Escríbanos aquí abajo. Si se va antes de que respondamos, también recibirá la respuesta por correo electrónico.',
    offlineBanner: 'Sin conexión. Lo que escriba se enviará más tarde.',
    signedOutTitle: 'Inicie sesión para chatear con nosotros',
    signedOutText: 'Podremos responderle aquí cuando haya iniciado sesión en esta página.',
    refusedTitle: 'No hemos podido identificarle',
    refusedText:
      'Es posible que su sesión haya caducado. Recargue la página o inicie sesión de nuevo y vuelva a intentarlo.',
    forbiddenTitle: 'El chat no está disponible en esta página',
    forbiddenText: 'Esta página no tiene permiso para abrir el chat. Póngase en contacto con nosotros por otro medio.',
    unreachableTitle: 'No podemos conectar con el chat en este momento',
    unreachableText: 'Compruebe su conexión a Internet. Mientras tanto, seguimos intentándolo.',
    tryAgain: 'Reintentar',
  }
}
export default spanish
