import type { Language } from '../i18n/strings.js'

const japanese: Language = (locale) => {
  const number = new Intl.NumberFormat(locale)
  return {
    heading: 'サポートチャット',
    openLauncher: (unread) => `サポートチャットを開く${unread ? `、未読メッセージ${number.format(unread)}件` : ''}`,
    closeLauncher: 'サポートチャットを閉じる',
    close: '閉じる',
    muteSounds: '通知音をオフにする',
    unmuteSounds: '通知音をオンにする',
    messages: 'メッセージ一覧',
    message: 'メッセージ',
    placeholder: 'メッセージを入力',
    send: 'メッセージを送信',
    connected: '接続済み',
    connecting: '接続中…',
    offline: 'オフライン',
    you: 'あなた',
    staff: 'サポート',
    typing: 'サポートが入力中です',
    sending: '送信中',
    seen: '既読',
    redacted: 'メッセージは削除されました',
    notSent: (error) => `送信できませんでした${error?.code === 'content_too_long' ? '。メッセージが長すぎます。' : ''}`,
    retry: '再送信',
    edit: '編集',
    remove: '削除',
    tooLong: (over, limit) =>
      `メッセージは${number.format(limit)}文字以内で入力してください。${number.format(over)}文字超えています。`,
    jumpToNewest: '最新のメッセージへ移動',
    newMessages: (count) => `新着メッセージ${number.format(count)}件`,
    loading: 'メッセージを読み込んでいます',
    loadingOlder: '以前のメッセージを読み込んでいます',
    greeting: (name) => `${name ? `${name}さん、` : ''}こんにちは。どのようなご用件でしょうか？`,
    greetingText: '下の欄からメッセージをお送りください。返信の前にページを離れた場合は、メールでもお届けします。',
    offlineBanner: '接続が切れています。入力した内容は後で送信されます。',
    signedOutTitle: 'チャットのご利用にはログインが必要です',
    signedOutText: 'このページでログインすると、こちらで回答を受け取れます。',
    refusedTitle: 'ログインを確認できませんでした',
    refusedText:
      'セッションの有効期限が切れた可能性があります。ページを再読み込みするかログインし直してから、もう一度お試しください。',
    forbiddenTitle: 'このページではチャットを利用できません',
    forbiddenText: 'このページからチャットを開くことは許可されていません。別の方法でお問い合わせください。',
    unreachableTitle: '現在チャットに接続できません',
    unreachableText: 'インターネット接続をご確認ください。引き続き接続を試みています。',
    tryAgain: '再試行',
  }
}
export default japanese
