import type { Language } from '../i18n/strings.js'

const portuguese: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  const plural = new Intl.PluralRules(locale)
  const counted = (count: number, one: string, other: string) =>
    `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`
  return {
    heading: 'Chat de suporte',
    openLauncher: (unread) =>
      `Abrir o chat de suporte${unread ? `, ${counted(unread, 'mensagem não lida', 'mensagens não lidas')}` : ''}`,
    closeLauncher: 'Fechar o chat de suporte',
    close: 'Fechar',
    muteSounds: 'Silenciar os sons',
    unmuteSounds: 'Ativar os sons',
    messages: 'Mensagens',
    message: 'Mensagem',
    placeholder: 'Escreva uma mensagem',
    send: 'Enviar mensagem',
    connected: 'Conectado',
    connecting: 'Conectando…',
    offline: 'Sem conexão',
    you: 'Você',
    staff: 'Suporte',
    typing: 'O suporte está digitando',
    typingName: (name) => `${name} está digitando`,
    replyTime: (time) => `Costuma responder em ${time}`,
    backAt: (time) => `De volta: ${time}`,
    online: 'On-line',
    unreadDivider: 'Novas',
    topics: 'Assuntos',
    dismiss: 'Dispensar',
    sending: 'Enviando',
    seen: 'Lida',
    redacted: 'Mensagem removida',
    notSent: (error) =>
      error?.code === 'content_too_long' ? 'Não enviada: a mensagem é longa demais.' : 'Não enviada',
    retry: 'Reenviar',
    edit: 'Editar',
    remove: 'Excluir',
    tooLong: (over, limit) =>
      `Uma mensagem pode ter ${number.format(limit)} caracteres. Reduza-a em ${counted(over, 'caractere', 'caracteres')}.`,
    jumpToNewest: 'Ir para a mensagem mais recente',
    newMessages: (count) => counted(count, 'nova mensagem', 'novas mensagens'),
    loading: 'Carregando mensagens',
    loadingOlder: 'Carregando mensagens anteriores',
    greeting: (name) => `Olá${name ? `, ${name}` : ''}. Como podemos ajudar?`,
    greetingText: 'Escreva para nós abaixo. Se você sair antes da resposta, ela também chegará por e-mail.',
    offlineBanner: 'Sem conexão. O que você escrever será enviado mais tarde.',
    signedOutTitle: 'Entre na sua conta para conversar conosco',
    signedOutText: 'Poderemos responder aqui assim que você entrar na sua conta nesta página.',
    refusedTitle: 'Não foi possível confirmar seu acesso',
    refusedText: 'Sua sessão pode ter expirado. Recarregue a página ou entre novamente e tente mais uma vez.',
    forbiddenTitle: 'O chat não está disponível nesta página',
    forbiddenText: 'Esta página não tem permissão para abrir o chat. Fale conosco por outro meio.',
    unreachableTitle: 'Não foi possível acessar o chat agora',
    unreachableText: 'Verifique sua conexão com a internet. Enquanto isso, continuamos tentando.',
    tryAgain: 'Tentar novamente',
  }
}
export default portuguese
