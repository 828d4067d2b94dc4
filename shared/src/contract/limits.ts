/** Longest message, in characters as Unicode counts them (code points), after trimming. */
export const MAX_CONTENT_LENGTH = 4000

/** Messages in a page when the request does not say. */
export const DEFAULT_PAGE_SIZE = 50

/** Largest page a request may ask for. */
export const MAX_PAGE_SIZE = 200

/** Files of a message. */
export const MAX_ATTACHMENTS = 10

/** Largest file, in bytes, where `ATTACHMENT_MAX_BYTES` does not say otherwise; `attachment_too_large` above. */
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024

/** Longest name of a file, in UTF-16 code units; a longer one is cut before its extension. */
export const MAX_ATTACHMENT_NAME_LENGTH = 255

/** Characters in a list item's preview. */
export const PREVIEW_LENGTH = 100

/** Longest piece of a message that an answer to a search shows, in UTF-16 code units. */
export const MATCH_LENGTH = 160

/** Largest socket frame the server takes, in bytes. */
export const MAX_FRAME_BYTES = 64 * 1024

/** Seconds between two `head` events, the heartbeat of a chat's sequence, to each socket in its room. */
export const HEAD_INTERVAL_SECONDS = 30

/** Seconds between two polls when neither WebSocket nor long polling gets through. */
export const POLL_INTERVAL_SECONDS = 5

/** Largest `sequence` that is understood; a larger one counts as this. It is what PostgreSQL's `integer` holds. */
export const MAX_SEQUENCE = 2 ** 31 - 1

/** API keys of an installation, expired ones included; `conflict` above. */
export const MAX_API_KEYS = 100

/** Shortest password that staff may choose, in characters; `invalid_request` below. */
export const MIN_PASSWORD_LENGTH = 10

/** Days for which events, and what became of webhooks, are kept. */
export const EVENT_RETENTION_DAYS = 30

/** Endpoints of webhooks; `conflict` beyond. */
export const MAX_WEBHOOKS = 20

/** Notes of a chat in one answer: the newest of more. */
export const MAX_NOTES = 500

/** Chats that a staff socket watches at a time; `invalid_request` above. */
export const MAX_WATCHED_CHATS = 200

/** Colleagues whom one note mentions; `invalid_request` above. */
export const MAX_MENTIONS = 50

/** Up to one less, the number of chats in a view is exact; this one means so many or more. */
export const CHAT_COUNT_LIMIT = 1000

/** Up to one less, the number of chats or people that a search has found is exact; this one means so many or more. */
export const SEARCH_COUNT_LIMIT = 100

/** Messages of one chat that a search tells. */
export const MAX_CHAT_MATCHES = 200

/** Tags of a chat, and characters of a tag. */
export const MAX_TAGS = 20
export const MAX_TAG_LENGTH = 40

/** Chats that one request changes. */
export const MAX_BULK_CHATS = 100

/** Longest time, in minutes, after which an unanswered chat can be set to go back to the queue: a week. */
export const MAX_RETURN_MINUTES = 7 * 24 * 60

/** Attributes of a user or of a visit, characters of a name and of a text, and bytes of all of them as JSON. */
export const MAX_ATTRIBUTES = 20
export const MAX_ATTRIBUTE_NAME_LENGTH = 64
export const MAX_ATTRIBUTE_LENGTH = 500
export const MAX_ATTRIBUTES_BYTES = 4096

/** Name of a member of staff, and of the team, in UTF-16 code units. */
export const MAX_STAFF_NAME_LENGTH = 200
export const MAX_TEAM_NAME_LENGTH = 80

/** What the widget says before the first message, in characters. */
export const MAX_GREETING_LENGTH = 500

/** Topics that the widget offers, and characters of a topic. */
export const MAX_TOPICS = 10
export const MAX_TOPIC_LENGTH = 60

/** Opening hours: intervals of a week, and dated exceptions. */
export const MAX_WEEKLY_HOURS = 70
export const MAX_HOURS_EXCEPTIONS = 200

/** The widget's heading, in characters. */
export const MAX_HEADING_LENGTH = 60

/** Origins of refused pages that are kept, and told of at a time, and for how many hours. */
export const MAX_REFUSED_ORIGINS_KEPT = 50
export const MAX_REFUSED_ORIGINS_SHOWN = 5
export const REFUSED_ORIGINS_HOURS = 24

/** Members of the team that the widget shows. */
export const MAX_SHOWN_MEMBERS = 3

/** Largest picture that staff may upload, in bytes; `attachment_too_large` above. */
export const MAX_AVATAR_BYTES = 2_000_000

/** Longest time, in days, that archived chats can be set to be kept for: 100 years. */
export const MAX_RETENTION_DAYS = 36_500
