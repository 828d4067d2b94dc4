import type { Language } from '../i18n/strings.js'

/** In simplified characters. */
const chinese: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  return {
    heading: '在线客服',
    openLauncher: (unread) => `打开在线客服${unread ? `，${number.format(unread)} 条未读消息` : ''}`,
    closeLauncher: '关闭在线客服',
    close: '关闭',
    muteSounds: '关闭提示音',
    unmuteSounds: '开启提示音',
    messages: '消息记录',
    message: '消息',
    placeholder: '输入消息',
    send: '发送消息',
    connected: '已连接',
    connecting: '正在连接…',
    offline: '未连接',
    you: '您',
    staff: '客服',
    typing: '客服正在输入',
    sending: '发送中',
    seen: '已读',
    redacted: '消息已移除',
    notSent: (error) => `未发送${error?.code === 'content_too_long' ? '：消息过长。' : ''}`,
    retry: '重新发送',
    edit: '编辑',
    remove: '删除',
    tooLong: (over, limit) => `消息最多 ${number.format(limit)} 个字符，请删减 ${number.format(over)} 个字符。`,
    jumpToNewest: '跳到最新消息',
    newMessages: (count) => `${number.format(count)} 条新消息`,
    loading: '正在加载消息',
    loadingOlder: '正在加载更早的消息',
    greeting: (name) => `${name ? `${name}，` : ''}您好，有什么可以帮您？`,
    greetingText: '请在下方留言。如果您在我们回复之前离开，回复也会发送到您的邮箱。',
    offlineBanner: '网络已断开，您写的内容稍后会自动发送。',
    signedOutTitle: '请登录后与我们聊天',
    signedOutText: '您在此页面登录后，我们就可以在这里回复您。',
    refusedTitle: '无法验证您的登录状态',
    refusedText: '您的登录可能已过期。请刷新页面或重新登录，然后再试一次。',
    forbiddenTitle: '此页面无法使用在线客服',
    forbiddenText: '此页面未获准使用在线客服，请通过其他方式联系我们。',
    unreachableTitle: '暂时无法连接在线客服',
    unreachableText: '请检查您的网络连接，我们会继续尝试。',
    tryAgain: '重试',
  }
}
export default chinese
