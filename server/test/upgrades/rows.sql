-- Made-up rows of every table, such as servers leave them: always the same ones. What would be deleted, sent or ended for
-- its age is of the year 2099. The password of the first account is that of the tests.
INSERT INTO users (id, external_id, email, name, role, password_hash, claims_issued_at, email_opt_out_at, deactivated_at,
  session_version, last_seen_at, page_url, time_zone, is_service, created_at, updated_at) VALUES
('01938a00-0000-7000-8000-0000000000a1', NULL, 'admin@example.com', 'Grace', 'admin', '$argon2id$v=19$m=19456,t=2,p=1$5oUaAC+OJ9YhshNFXD8aeQ$M3jhc1gOSufKwXmrrtL/CXCf/bBPYMeWoqB92Ov3nLg', NULL, NULL, NULL, 3, NULL, NULL, NULL, false, '2025-01-01 08:00Z', '2025-01-01 08:00Z'),
('01938a00-0000-7000-8000-0000000000a2', NULL, 'invited@example.com', NULL, 'admin', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, false, '2025-01-02 08:00Z', '2025-01-02 08:00Z'),
('01938a00-0000-7000-8000-0000000000a3', NULL, 'left@example.com', 'Left', 'admin', NULL, NULL, NULL, '2025-01-09 08:00Z', 1, NULL, NULL, NULL, false, '2025-01-02 09:00Z', '2025-01-09 08:00Z'),
('01938a00-0000-7000-8000-0000000000a4', NULL, '01938a00-0000-7000-8000-0000000000a4@service.invalid', 'Order robot', 'admin', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, true, '2025-01-03 08:00Z', '2025-01-03 08:00Z'),
('01938a00-0000-7000-8000-0000000000b1', 'ada', 'ada@example.com', 'Ada "the first" Žluťoučký', 'user', NULL, '2025-01-04 08:00:00.123456Z', NULL, NULL, 0, '2025-01-06 10:00Z', 'https://shop.example.com/orders?id=7', 'Europe/Prague', false, '2025-01-04 08:00Z', '2025-01-06 10:00Z'),
('01938a00-0000-7000-8000-0000000000b2', 'bob', 'bob@example.com', NULL, 'user', NULL, NULL, '2025-01-05 09:00Z', NULL, 0, NULL, NULL, NULL, false, '2025-01-05 08:00Z', '2025-01-05 09:00Z'),
('01938a00-0000-7000-8000-0000000000b3', 'silent', 'silent@example.com', 'Never Wrote', 'user', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, false, '2025-01-06 08:00Z', '2025-01-06 08:00Z');

UPDATE users SET avatar_id = '01938a00-0000-4000-8000-0000000000a9' WHERE email = 'admin@example.com';
UPDATE users SET attributes = '{"plan": "pro", "seats": 7}', context = '{"basket": "12 €"}' WHERE external_id = 'ada';
INSERT INTO staff_avatars (id, user_id, image, created_at) VALUES
('01938a00-0000-4000-8000-0000000000a9', '01938a00-0000-7000-8000-0000000000a1', '\x524946461a000000574542505650384c0d0000002f00000010071011118888fe0700', '2025-01-02 08:00Z');

INSERT INTO staff_sessions (id, family_id, user_id, token_hash, expires_at, used_at, revoked_at, created_at, began_at, successor_salt) VALUES
('01938a00-0000-7000-8000-0000000000c1', '01938a00-0000-7000-8000-0000000000c0', '01938a00-0000-7000-8000-0000000000a1', 'made-up-hash-1', '2099-01-15 08:00Z', '2025-01-02 08:00Z', NULL, '2025-01-01 08:00Z', '2025-01-01 08:00Z', 'salt'),
('01938a00-0000-7000-8000-0000000000c2', '01938a00-0000-7000-8000-0000000000c0', '01938a00-0000-7000-8000-0000000000a1', 'made-up-hash-2', '2099-01-15 08:00Z', NULL, '2025-01-03 08:00Z', '2025-01-02 08:00Z', '2025-01-01 08:00Z', NULL);
INSERT INTO staff_invitations (user_id, token_hash, expires_at, created_at) VALUES
('01938a00-0000-7000-8000-0000000000a2', 'made-up-hash-3', '2099-01-09 08:00Z', '2025-01-02 08:00Z');
-- Of the key sck_made-up-key-of-the-oldest-backup-0000000000
INSERT INTO api_keys (id, key_hash, prefix, scopes, expires_at, last_used_at, created_by, created_at) VALUES
('01938a00-0000-7000-8000-0000000000a4', 'a7f6cd045d043bcd535bd885a8ed9ddf35facd360ed2e6a083e02c70a1b53b1f', 'sck_made-up-', '{chats:read,events:read}', NULL, '2025-01-06 08:00Z', '01938a00-0000-7000-8000-0000000000a1', '2025-01-03 08:00Z');
INSERT INTO canned_replies (id, shortcut, content, created_at, updated_at) VALUES
('01938a00-0000-7000-8000-0000000000d1', 'refund', E'Dear {{user.name}},\n\tyour refund is on its way \\o/ {{staff.name}}', '2025-01-02 08:00Z', '2025-01-03 08:00Z');

INSERT INTO support_chats (id, user_id, last_sequence, last_message_at, last_user_sequence, admin_viewed_sequence, admin_viewed_at,
  archived_at, user_read_sequence, admin_read_sequence, user_unread_count, admin_unread_count, user_delivered_sequence, created_at, updated_at) VALUES
('01938a00-0000-7000-8000-0000000000e1', '01938a00-0000-7000-8000-0000000000b1', 5, '2025-01-06 10:00Z', 4, 3, '2025-01-06 09:30Z', NULL, 2, 3, 1, 1, 5, '2025-01-04 08:00Z', '2025-01-06 10:00Z'),
('01938a00-0000-7000-8000-0000000000e2', '01938a00-0000-7000-8000-0000000000b2', 2, '2025-01-05 08:10Z', 1, 1, '2025-01-05 08:05Z', '2025-01-05 09:00Z', 2, 1, 0, 0, 2, '2025-01-05 08:00Z', '2025-01-05 09:00Z'),
('01938a00-0000-7000-8000-0000000000e3', '01938a00-0000-7000-8000-0000000000b3', 0, NULL, 0, 0, NULL, NULL, 0, 0, 0, 0, 0, '2025-01-06 08:00Z', '2025-01-06 08:00Z');
INSERT INTO support_messages (id, chat_id, sequence, client_id, client_id_text, sender_id, sender_type, sender_name, content, read_at, delivered_at, created_at, updated_at) VALUES
('01938a00-0000-7000-8000-0000000000f1', '01938a00-0000-7000-8000-0000000000e1', 1, 'c5a1a0c0-0000-4000-8000-000000000001', NULL, '01938a00-0000-7000-8000-0000000000b1', 'user', NULL, E'Hello, where is my order № 7?\nSecond line\twith a tab, a backslash \\ and \\. alone', '2025-01-06 09:30Z', NULL, '2025-01-04 08:00:00.123456Z', '2025-01-06 09:30Z'),
('01938a00-0000-7000-8000-0000000000f2', '01938a00-0000-7000-8000-0000000000e1', 2, NULL, NULL, '01938a00-0000-7000-8000-0000000000a1', 'admin', NULL, '注文はどこですか 👩‍👩‍👧 l’été', '2025-01-06 09:00Z', '2025-01-04 09:00Z', '2025-01-04 08:30Z', '2025-01-06 09:00Z'),
('01938a00-0000-7000-8000-0000000000f3', '01938a00-0000-7000-8000-0000000000e1', 3, 'c5a1a0c0-0000-4000-8000-000000000003', 'C5A1A0C0-0000-4000-8000-000000000003', '01938a00-0000-7000-8000-0000000000b1', 'user', NULL, 'Thanks, STRASSE and straße', '2025-01-06 09:30Z', NULL, '2025-01-06 09:00Z', '2025-01-06 09:30Z'),
('01938a00-0000-7000-8000-0000000000f4', '01938a00-0000-7000-8000-0000000000e1', 4, NULL, NULL, '01938a00-0000-7000-8000-0000000000b1', 'user', NULL, E'\\N', NULL, NULL, '2025-01-06 09:50Z', '2025-01-06 09:50Z'),
('01938a00-0000-7000-8000-0000000000f5', '01938a00-0000-7000-8000-0000000000e1', 5, NULL, NULL, '01938a00-0000-7000-8000-0000000000a4', 'admin', NULL, 'Your order has left: https://shop.example.com/7', NULL, '2025-01-06 10:00Z', '2025-01-06 10:00Z', '2025-01-06 10:00Z'),
('01938a00-0000-7000-8000-0000000000f6', '01938a00-0000-7000-8000-0000000000e2', 1, NULL, NULL, '01938a00-0000-7000-8000-0000000000b2', 'user', NULL, 'Is anybody there?', '2025-01-05 08:05Z', NULL, '2025-01-05 08:00Z', '2025-01-05 08:05Z'),
('01938a00-0000-7000-8000-0000000000f7', '01938a00-0000-7000-8000-0000000000e2', 2, NULL, NULL, NULL, 'admin', 'Deleted Colleague', 'Yes', '2025-01-05 08:20Z', '2025-01-05 08:15Z', '2025-01-05 08:10Z', '2025-01-05 08:20Z');
UPDATE support_messages SET answers_since = '2025-01-04 08:00Z' WHERE id = '01938a00-0000-7000-8000-0000000000f2';
UPDATE support_messages SET content = '', redacted_at = '2025-01-05 09:30Z' WHERE id = '01938a00-0000-7000-8000-0000000000f7';
UPDATE support_chats SET last_redacted_at = '2025-01-05 09:30Z' WHERE id = '01938a00-0000-7000-8000-0000000000e2';
INSERT INTO support_chat_archivings (id, chat_id, last_sequence, archived_at, archived_by, restored_at) VALUES
('01938a00-0000-7000-8000-000000000101', '01938a00-0000-7000-8000-0000000000e1', 2, '2025-01-05 10:00Z', NULL, '2025-01-06 09:00Z'),
('01938a00-0000-7000-8000-000000000102', '01938a00-0000-7000-8000-0000000000e2', 2, '2025-01-05 09:00Z', '01938a00-0000-7000-8000-0000000000a1', NULL);
INSERT INTO support_chat_history (id, chat_id, at, done_by, actor_id, action, reason, details) VALUES
('01938a00-0000-7000-8000-000000000121', '01938a00-0000-7000-8000-0000000000e1', '2025-01-04 08:30Z', 'staff', '01938a00-0000-7000-8000-0000000000a1', 'assigned', 'began to answer', '{"assignee_id": "01938a00-0000-7000-8000-0000000000a1", "former_assignee_id": null}'),
('01938a00-0000-7000-8000-000000000122', '01938a00-0000-7000-8000-0000000000e1', '2025-01-06 09:00Z', 'user message', '01938a00-0000-7000-8000-0000000000b1', 'unarchived', NULL, '{}');
INSERT INTO routing_settings (mode, capacity, return_after_minutes, since) VALUES ('least_busy', 4, 30, '2025-01-06 08:00Z');
INSERT INTO retention_settings (archived_days, ran_on) VALUES (730, '2099-01-06');
INSERT INTO widget_settings (team_name, brand, greeting, topics, hours) VALUES ('The shop', '{"accent": "#1f6f4a", "heading": "Ask us", "position": "bottom-left"}', E'Hello\nthere', '{Orders,"Money, back"}',
  '{"time_zone": "Europe/Prague", "weekly": [{"day": 1, "from": "22:00", "to": "02:00"}], "exceptions": [{"date": "2025-12-25"}]}');
INSERT INTO refused_origins (origin, refused_at) VALUES ('https://shop.example', '2025-01-06 10:00Z');
INSERT INTO support_notes (id, chat_id, after_sequence, client_id, author_id, content, created_at) VALUES
('01938a00-0000-7000-8000-000000000151', '01938a00-0000-7000-8000-0000000000e1', 4, 'c5a1a0c0-0000-4000-8000-000000000151', '01938a00-0000-7000-8000-0000000000a1', E'@Left: is № 7 still in the warehouse?\n\\o/', '2025-01-06 09:55Z'),
('01938a00-0000-7000-8000-000000000152', '01938a00-0000-7000-8000-0000000000e2', 0, 'c5a1a0c0-0000-4000-8000-000000000152', NULL, 'Of a colleague who has been deleted', '2025-01-05 08:01Z');
INSERT INTO support_note_mentions (note_id, staff_id, chat_id, position, seen_at, email_due_at, email_attempts) VALUES
('01938a00-0000-7000-8000-000000000151', '01938a00-0000-7000-8000-0000000000a3', '01938a00-0000-7000-8000-0000000000e1', 1, '2025-01-06 09:58Z', NULL, 1),
('01938a00-0000-7000-8000-000000000151', '01938a00-0000-7000-8000-0000000000a1', '01938a00-0000-7000-8000-0000000000e1', 2, NULL, '2099-01-06 10:00Z', 0);
INSERT INTO email_notifications (id, chat_id, first_sequence, last_sequence, status, reason, attempts, due_at, message_id, sent_at, created_at, updated_at) VALUES
('01938a00-0000-7000-8000-000000000111', '01938a00-0000-7000-8000-0000000000e1', 2, 2, 'sent', NULL, 1, '2025-01-04 08:35Z', '<1@example.com>', '2025-01-04 08:35Z', '2025-01-04 08:30Z', '2025-01-04 08:35Z'),
('01938a00-0000-7000-8000-000000000112', '01938a00-0000-7000-8000-0000000000e1', 5, NULL, 'waiting', NULL, 0, '2099-01-06 10:05Z', '<2@example.com>', NULL, '2025-01-06 10:00Z', '2025-01-06 10:00Z');

INSERT INTO events (id, type, occurred_at, position, chat_id, user_id, message_id, details) VALUES
('01938a00-0000-7000-8000-000000000201', 'message.created', '2099-01-04 08:00Z', 41, '01938a00-0000-7000-8000-0000000000e1', '01938a00-0000-7000-8000-0000000000b1', '01938a00-0000-7000-8000-0000000000f1', NULL),
('01938a00-0000-7000-8000-000000000202', 'message.created', '2099-01-04 08:30Z', 42, '01938a00-0000-7000-8000-0000000000e1', '01938a00-0000-7000-8000-0000000000b1', '01938a00-0000-7000-8000-0000000000f2', NULL),
('01938a00-0000-7000-8000-000000000203', 'chat.archived', '2099-01-05 09:00Z', 43, '01938a00-0000-7000-8000-0000000000e2', '01938a00-0000-7000-8000-0000000000b2', NULL, NULL);
INSERT INTO webhook_endpoints (id, url, description, event_types, state, disabled_reason, disabled_at, secret, previous_secret,
  previous_secret_until, position, failing_since, notice_due_at, leased_by, leased_until, created_at) VALUES
('01938a00-0000-7000-8000-000000000301', 'https://hooks.example.com/chat', 'Warehouse', '{message.created}', 'enabled', NULL, NULL, 'whsec_bWFkZS11cC1zZWNyZXQtb2YtdGhpcnR5LXR3by1ieXQ=', NULL, NULL, 43, NULL, NULL, NULL, NULL, '2025-01-03 08:00Z'),
('01938a00-0000-7000-8000-000000000302', 'https://old.example.com/chat', NULL, NULL, 'disabled', 'failing', '2025-01-05 08:00Z', 'whsec_bWFkZS11cC1zZWNyZXQtb2YtdGhpcnR5LXR3by1ieXQ=', 'whsec_b2xkZXItbWFkZS11cC1zZWNyZXQtb2YtMzItYnl0ZXM=', '2025-01-04 08:00Z', 41, '2025-01-01 08:00Z', NULL, NULL, NULL, '2025-01-03 09:00Z');
INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_type, position, status, attempts, response_status, error, duration_ms,
  attempted_at, next_attempt_at, created_at) VALUES
('01938a00-0000-7000-8000-000000000311', '01938a00-0000-7000-8000-000000000301', '01938a00-0000-7000-8000-000000000201', 'message.created', 41, 'succeeded', 2, 204, NULL, 12, '2099-01-04 08:01Z', NULL, '2099-01-04 08:00Z'),
('01938a00-0000-7000-8000-000000000312', '01938a00-0000-7000-8000-000000000301', '01938a00-0000-7000-8000-000000000202', 'message.created', 42, 'pending', 1, NULL, 'timeout', 15000, '2099-01-04 08:30Z', '2099-01-04 08:35Z', '2099-01-04 08:30Z');
INSERT INTO joined_events (name, payload) VALUES ('user.updated', '{"user_id": "01938a00-0000-7000-8000-0000000000b1"}');
INSERT INTO audit_entries (id, at, actor_id, action, target_id, address, details) VALUES
('01938a00-0000-7000-8000-000000000401', '2025-01-03 08:00Z', '01938a00-0000-7000-8000-0000000000a1', 'api_key.created', '01938a00-0000-7000-8000-0000000000a4', '203.0.113.7', '{"scopes": ["chats:read"], "expires_at": null}'),
('01938a00-0000-7000-8000-000000000402', '2025-01-05 09:00Z', '01938a00-0000-7000-8000-0000000000a1', 'chat.archived', '01938a00-0000-7000-8000-0000000000e2', NULL, '{}');
INSERT INTO staff_password_resets (user_id, token_hash, expires_at, created_at) VALUES
('01938a00-0000-7000-8000-0000000000a1', 'made-up-hash-4', '2099-01-09 08:00Z', '2025-01-02 08:00Z');
UPDATE users SET oidc_issuer = 'https://login.example.com', oidc_subject = 'left-1' WHERE email = 'left@example.com';
INSERT INTO oidc_sessions (session_id, user_id, provider_sid, cookie_hash, cookie_expires_at, expires_at) VALUES
('01938a00-0000-7000-8000-0000000000c0', '01938a00-0000-7000-8000-0000000000a1', 'made-up-sid', NULL, '2025-01-01 08:01Z', '2099-01-01 08:00Z');
INSERT INTO oidc_used (hash, expires_at) VALUES ('made-up-hash-5', '2099-01-01 08:00Z');
INSERT INTO staff_break_glass_links (user_id, token_hash, expires_at, created_at) VALUES
('01938a00-0000-7000-8000-0000000000a1', 'made-up-hash-6', '2099-01-09 08:00Z', '2025-01-02 08:00Z');
INSERT INTO staff_totp (user_id, secret, confirmed_at, last_step, recovery_codes, created_at) VALUES
('01938a00-0000-7000-8000-0000000000a3', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', '2025-01-02 08:00Z', 57845280, '{made-up-hash-7,made-up-hash-8}', '2025-01-02 08:00Z');
INSERT INTO link_key (key) VALUES ('\x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef');
UPDATE support_messages SET attachment_names = 'Beleg № 7.pdf' WHERE id = '01938a00-0000-7000-8000-0000000000f3';
INSERT INTO support_attachments (id, chat_id, uploader_id, client_id, message_id, place, name, content_type, size, width, height, has_thumbnail, state, link_key, created_at) VALUES
('01938a00-0000-7000-8000-000000000501', '01938a00-0000-7000-8000-0000000000e1', '01938a00-0000-7000-8000-0000000000b1', 'c5a1a0c0-0000-4000-8000-000000000501', '01938a00-0000-7000-8000-0000000000f3', 1, 'Beleg № 7.pdf', 'application/pdf', 12345, NULL, NULL, false, 'refused', '\x00', '2025-01-06 09:00Z'),
('01938a00-0000-7000-8000-000000000502', '01938a00-0000-7000-8000-0000000000e1', NULL, 'c5a1a0c0-0000-4000-8000-000000000502', NULL, NULL, 'photo.png', 'image/png', 512, 8, 8, true, 'scanning', '\x01', '2025-01-06 09:00Z');
INSERT INTO removed_attachments (id, removed_at) VALUES ('01938a00-0000-7000-8000-000000000503', '2025-01-06 09:00Z');
