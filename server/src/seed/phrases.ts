/** Names and conversations of made-up people, in one language. */
export interface Phrases {
  /** How often it is used, relative to the others. */
  readonly weight: number
  readonly timeZone: string
  /** As written, and for the e-mail address. */
  readonly givenNames: readonly (readonly [string, string])[]
  readonly familyNames: readonly (readonly [string, string])[]
  readonly familyFirst?: true
  readonly products: readonly string[]
  /** Conversations: user and staff in turn. `{name}`, `{order}` and `{product}` are filled in. */
  readonly topics: readonly (readonly string[])[]
}

const latin = (names: string) => names.split(' ').map((name) => [name, name.toLowerCase()] as const)
const written = (names: string) => names.split(' ').map((name) => name.split('/') as [string, string])

const english: Phrases = {
  weight: 8,
  timeZone: 'Europe/London',
  givenNames: latin('Emma Oliver Amelia Jack Grace Noah Isla Harry Ruby Leo Maya Theo'),
  familyNames: latin('Smith Taylor Hughes Patel Walker Green Cooper Reed Bailey Murphy Okafor Hall'),
  products: ['desk lamp', 'hiking boots', 'coffee grinder', 'rain jacket', 'office chair', 'yoga mat'],
  topics: [
    [
      'Hello, I ordered a {product} last week and it has not arrived. The order number is {order}.',
      'Hi {name}, thank you for writing. Let me look up order {order}.',
      'Thanks!',
      'It left our warehouse on Monday and should be with you tomorrow. Here is the tracking page: https://track.example.com/{order}',
      'Great, I will wait until tomorrow then 👍',
      'You are welcome. Just write here if it does not come.',
    ],
    [
      'The {product} came damaged, the box was torn open 😟',
      'I am sorry to hear that, {name}. Could you tell me the order number, please?',
      '{order}',
      'Thank you. Would you like a replacement or your money back?',
      'A replacement please, if it is quick.',
      'It goes out today. There is no need to send the damaged one back.',
    ],
    [
      'How do I change the delivery address of order {order}? I have just moved.',
      'That works until the parcel is packed. Which address should it go to?',
      '12 Mill Lane, second floor. The rest stays the same.',
      'Done: the {product} goes to 12 Mill Lane.',
      'Perfect, thank you so much!',
    ],
    [
      'I was charged twice for invoice {order}. Can I get a refund for one of them?',
      'I can see both payments. The second one is on its way back to you, which takes three to five days.',
      'OK. Will I get an e-mail about the refund?',
      'Yes, as soon as the bank has confirmed it.',
    ],
  ],
}

const german: Phrases = {
  weight: 4,
  timeZone: 'Europe/Berlin',
  givenNames: [...latin('Anna Jonas Lena Paul Marie Felix Clara Emil'), ['Jörg', 'joerg'], ['Käthe', 'kaethe']],
  familyNames: [
    ...latin('Schmidt Weber Fischer Hoffmann Becker Vogel'),
    ['Müller', 'mueller'],
    ['Größler', 'groessler'],
  ],
  products: ['Schreibtischlampe', 'Wanderschuhe', 'Kaffeemühle', 'Regenjacke', 'Bürostuhl'],
  topics: [
    [
      'Guten Tag, wo bleibt meine Bestellung {order}? Die {product} sollte am Dienstag kommen.',
      'Guten Tag {name}, ich sehe sofort nach.',
      'Danke!',
      'Das Paket liegt in der Filiale, weil niemand zu Hause war. Sie können es ab morgen abholen.',
      'Ah, den Zettel habe ich übersehen. Vielen Dank für die schnelle Hilfe!',
      'Gern geschehen, schönen Tag noch!',
    ],
    [
      'Kann ich die Größe bei Bestellung {order} noch ändern?',
      'Ja, solange sie nicht verpackt ist. Welche Größe soll es sein?',
      'Eine Nummer größer, bitte.',
      'Ist geändert. Die Bestätigung kommt per E-Mail.',
    ],
    [
      'Auf der Rechnung {order} steht die falsche Firmenanschrift, können Sie das korrigieren?',
      'Selbstverständlich. Wie lautet die richtige Anschrift?',
      'Straße und Hausnummer stimmen, nur die Postleitzahl ist 10115.',
      'Die neue Rechnung finden Sie in Ihrem Konto.',
    ],
  ],
}

const french: Phrases = {
  weight: 3,
  timeZone: 'Europe/Paris',
  givenNames: [...latin('Louise Hugo Alice Jules Manon Arthur'), ['Chloé', 'chloe'], ['Zoë', 'zoe']],
  familyNames: [...latin('Martin Bernard Dubois Laurent Girard'), ['Lefèvre', 'lefevre']],
  products: ['lampe de bureau', 'veste de pluie', 'chaise de bureau', 'gourde'],
  topics: [
    [
      'Bonjour, ma commande {order} est arrivée incomplète : il manque la {product}.',
      'Bonjour {name}, je suis désolée. Je vérifie tout de suite.',
      'Merci.',
      'La {product} part aujourd’hui, sans frais. Vous recevrez le numéro de suivi par e-mail.',
      'C’est parfait, merci beaucoup !',
    ],
    [
      'Comment puis-je me faire rembourser la commande {order} ?',
      'Vous avez trente jours. Je vous envoie l’étiquette de retour.',
      'Et le remboursement arrive quand ?',
      'Trois à cinq jours après la réception du colis.',
    ],
  ],
}

const spanish: Phrases = {
  weight: 3,
  timeZone: 'America/Mexico_City',
  givenNames: [...latin('Lucas Valeria Mateo Camila Diego'), ['Sofía', 'sofia'], ['Íñigo', 'inigo']],
  familyNames: [...latin('Torres Ramos Castillo Vega'), ['García', 'garcia'], ['Núñez', 'nunez']],
  products: ['lámpara', 'chaqueta', 'cafetera', 'silla de oficina'],
  topics: [
    [
      'Hola, ¿dónde está mi pedido {order}? Lo espero desde el lunes.',
      '¡Hola {name}! Lo reviso ahora mismo.',
      'Gracias 🙏',
      'El paquete salió ayer y llega mañana por la mañana.',
      '¡Muchas gracias!',
    ],
    [
      'La {product} no enciende. ¿Tiene garantía?',
      'Sí, dos años. ¿Me da el número de pedido, por favor?',
      'Es el {order}.',
      'Le enviamos una nueva y recogemos la otra en su domicilio.',
    ],
  ],
}

const japanese: Phrases = {
  weight: 3,
  timeZone: 'Asia/Tokyo',
  familyFirst: true,
  givenNames: written('太郎/taro 花子/hanako 健一/kenichi 美咲/misaki 翔太/shota さくら/sakura'),
  familyNames: written('山田/yamada 佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 伊藤/ito'),
  products: ['デスクライト', 'レインジャケット', 'コーヒーミル'],
  topics: [
    [
      'こんにちは。注文番号{order}の{product}がまだ届きません。',
      '{name}様、お問い合わせありがとうございます。すぐに確認いたします。',
      'よろしくお願いします。',
      '本日発送いたしました。明日の午前中に到着する予定です。',
      'ありがとうございました！',
    ],
    [
      '注文{order}の支払い方法を変更したいのですが、可能でしょうか。',
      'はい、発送前でしたら変更できます。ご希望の方法をお知らせください。',
      'クレジットカードでお願いします。',
      '変更いたしました。',
    ],
  ],
}

const chinese: Phrases = {
  weight: 3,
  timeZone: 'Asia/Shanghai',
  familyFirst: true,
  givenNames: written('伟/wei 芳/fang 娜/na 强/qiang 静/jing 磊/lei'),
  familyNames: written('王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang'),
  products: ['台灯', '登山鞋', '咖啡机'],
  topics: [
    [
      '您好，请问我的订单{order}什么时候发货？',
      '{name}您好，我马上帮您查一下。',
      '谢谢😀',
      '您的{product}今天下午已经发货，预计后天送达。',
      '好的，非常感谢！',
    ],
    [
      '我收到的{product}是坏的，可以退货吗？订单号{order}。',
      '非常抱歉，可以免费退货，也可以换一个新的。',
      '我想换新的。',
      '好的，新的今天寄出。',
    ],
  ],
}

const korean: Phrases = {
  weight: 2,
  timeZone: 'Asia/Seoul',
  familyFirst: true,
  givenNames: written('민준/minjun 서연/seoyeon 지후/jihu 하은/haeun'),
  familyNames: written('김/kim 이/lee 박/park 최/choi'),
  products: ['책상 조명', '등산화', '커피 그라인더'],
  topics: [
    [
      '안녕하세요, 주문 {order} 배송지를 변경하고 싶어요.',
      '{name}님, 안녕하세요. 새 주소를 알려 주시겠어요?',
      '서울시 마포구 월드컵로 10입니다.',
      '변경해 드렸습니다. {product} 상품은 내일 출고됩니다.',
      '감사합니다!',
    ],
  ],
}

const arabic: Phrases = {
  weight: 1,
  timeZone: 'Africa/Cairo',
  givenNames: written('ليلى/layla أحمد/ahmed سارة/sara يوسف/youssef'),
  familyNames: written('حسن/hassan علي/ali محمود/mahmoud'),
  products: ['مصباح المكتب', 'حذاء المشي'],
  topics: [
    [
      'مرحبا، كيف يمكنني إرجاع الطلب {order}؟',
      'مرحبا {name}، يسعدني أن أساعدك. ما سبب الإرجاع؟',
      'المقاس صغير.',
      'أرسلت لك ملصق الإرجاع بالبريد الإلكتروني.',
      'شكرا جزيلا!',
    ],
  ],
}

export const languages: readonly Phrases[] = [english, german, french, spanish, japanese, chinese, korean, arabic]
