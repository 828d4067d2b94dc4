import { CreateSupportChat1763700000000 } from './1763700000000-create-support-chat.js'
import { CreateEmailNotifications1763700100000 } from './1763700100000-create-email-notifications.js'
import { IndexUnreadChats1763800000000 } from './1763800000000-index-unread-chats.js'
import { InviteStaff1763800100000 } from './1763800100000-invite-staff.js'
import { CreateCannedReplies1763800200000 } from './1763800200000-create-canned-replies.js'
import { TrackDelivery1763800300000 } from './1763800300000-track-delivery.js'
import { KnowUsers1763800400000 } from './1763800400000-know-users.js'
import { SearchEveryLanguage1763800600000 } from './1763800600000-search-every-language.js'
import { FoldCaseAndAccents1763800700000 } from './1763800700000-fold-case-and-accents.js'
import { EndStaffSessions1763801100000 } from './1763801100000-end-staff-sessions.js'
import { KeepMessagesOfDeletedStaff1763801200000 } from './1763801200000-keep-messages-of-deleted-staff.js'
import { KnowProcesses1763801250000 } from './1763801250000-know-processes.js'
import { FoldAsTyped1763801300000 } from './1763801300000-fold-as-typed.js'
import { RecordEvents1763801500000 } from './1763801500000-record-events.js'
import { CreateApiKeys1763801600000 } from './1763801600000-create-api-keys.js'
import { CreateWebhooks1763801700000 } from './1763801700000-create-webhooks.js'
import { KeepJoinedEvents1763801800000 } from './1763801800000-keep-joined-events.js'
import { CreateAuditLog1763801900000 } from './1763801900000-create-audit-log.js'
import { NotifyByChannels1763802000000 } from './1763802000000-notify-by-channels.js'
import { FindRepeatsByOneIndex1763802100000 } from './1763802100000-find-repeats-by-one-index.js'
import { WorkAsATeam1763802200000 } from './1763802200000-work-as-a-team.js'
import { FindWhoWaits1763802210000 } from './1763802210000-find-who-waits.js'
import { CreateNotes1763802300000 } from './1763802300000-create-notes.js'
import { IndexViews1763802310000 } from './1763802310000-index-views.js'
import { RouteFromThenOn1763802320000 } from './1763802320000-route-from-then-on.js'
import { KeepUserWords1763802400000 } from './1763802400000-keep-user-words.js'
import { FillUserWords1763802410000 } from './1763802410000-fill-user-words.js'
import { WelcomeUsers1763802500000 } from './1763802500000-welcome-users.js'
import { MeasureReplies1763802510000 } from './1763802510000-measure-replies.js'
import { GiveRolesToStaff1763802700000 } from './1763802700000-give-roles-to-staff.js'
import { KeepLinkKey1763802710000 } from './1763802710000-keep-link-key.js'
import { ResetPasswords1763802720000 } from './1763802720000-reset-passwords.js'
import { RedactMessages1763802731000 } from './1763802731000-redact-messages.js'
import { AttachFiles1763802732000 } from './1763802732000-attach-files.js'
import { SignInByOidc1763802733000 } from './1763802733000-sign-in-by-oidc.js'
import { KeepRetention1763802734000 } from './1763802734000-keep-retention.js'
import { SetUpTheWidget1763802734500 } from './1763802734500-set-up-the-widget.js'
import { AddSecondFactor1763802735000 } from './1763802735000-add-second-factor.js'

/** Every migration, oldest first. */
export const migrations = [
  CreateSupportChat1763700000000,
  CreateEmailNotifications1763700100000,
  IndexUnreadChats1763800000000,
  InviteStaff1763800100000,
  CreateCannedReplies1763800200000,
  TrackDelivery1763800300000,
  KnowUsers1763800400000,
  SearchEveryLanguage1763800600000,
  FoldCaseAndAccents1763800700000,
  EndStaffSessions1763801100000,
  KeepMessagesOfDeletedStaff1763801200000,
  KnowProcesses1763801250000,
  FoldAsTyped1763801300000,
  RecordEvents1763801500000,
  CreateApiKeys1763801600000,
  CreateWebhooks1763801700000,
  KeepJoinedEvents1763801800000,
  CreateAuditLog1763801900000,
  NotifyByChannels1763802000000,
  FindRepeatsByOneIndex1763802100000,
  WorkAsATeam1763802200000,
  FindWhoWaits1763802210000,
  CreateNotes1763802300000,
  IndexViews1763802310000,
  RouteFromThenOn1763802320000,
  KeepUserWords1763802400000,
  FillUserWords1763802410000,
  WelcomeUsers1763802500000,
  MeasureReplies1763802510000,
  GiveRolesToStaff1763802700000,
  KeepLinkKey1763802710000,
  ResetPasswords1763802720000,
  RedactMessages1763802731000,
  AttachFiles1763802732000,
  SignInByOidc1763802733000,
  KeepRetention1763802734000,
  SetUpTheWidget1763802734500,
  AddSecondFactor1763802735000,
]
