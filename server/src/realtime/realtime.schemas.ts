import type { ClientRequest, ClientRequests } from '@support-chat/shared'
import { z } from 'zod'
import { sendMessageBody, sequence } from '../messages/messages.schemas.js'

type Payload<E extends ClientRequest> = z.ZodType<ClientRequests[E]['payload']>

/** A string that is no UUID names no chat: that is found out where access is checked. */
const chat_id = z.string().max(100)

export const joinChat = z.object({ chat_id, since: sequence.optional() }) satisfies Payload<'join_chat'>
export const leaveChat = z.object({ chat_id }) satisfies Payload<'leave_chat'>
export const sendMessage = z.object({ chat_id, ...sendMessageBody.shape }) satisfies Payload<'send_message'>
export const markRead = z.object({ chat_id, sequence }) satisfies Payload<'mark_read'>
export const markDelivered = z.object({ chat_id, sequence }) satisfies Payload<'mark_delivered'>
export const typing = z.object({ chat_id, is_typing: z.boolean() }) satisfies Payload<'typing'>
export const refreshToken = z.object({ token: z.string().min(1) }) satisfies Payload<'refresh_token'>
