-- The desk: tags, closing notes, comments, scheduled messages, merging, notifications, search.

-- fields: JSON object of custom fields, slug → value. merged_into: where an absorbed contact went.
ALTER TABLE contacts ADD COLUMN country {text} NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN fields {text} NOT NULL DEFAULT '{}';
ALTER TABLE contacts ADD COLUMN lifecycle_id {i64} NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN merged_into {i64} NOT NULL DEFAULT 0;

-- priority: 0 none to 4 urgent. category_id, summary: the closing notes. closed_source: who or what
-- closed it. last_human_at: newest message by a user, which auto-close counts from.
-- last_outbound_source: user, workflow, broadcast, api, ai; empty if nothing went out.
ALTER TABLE conversations ADD COLUMN priority {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN category_id {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN summary {text} NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN closed_source {text} NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN reopens {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN assigned_at {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN last_inbound_at {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN last_outbound_at {i64} NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN last_outbound_source {text} NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN last_human_at {i64} NOT NULL DEFAULT 0;
CREATE INDEX conversations_open_team ON conversations (team_id, last_activity_at DESC, id DESC) WHERE status = 0;
CREATE INDEX conversations_open_channel ON conversations (channel_id, last_activity_at DESC, id DESC) WHERE status = 0;
CREATE INDEX conversations_snoozed ON conversations (last_activity_at DESC, id DESC) WHERE status = 1;
CREATE INDEX conversations_snoozed_assignee ON conversations (assignee_id, last_activity_at DESC, id DESC) WHERE status = 1;
CREATE INDEX conversations_waiting ON conversations (waiting_since, id) WHERE waiting_since > 0;

CREATE TABLE contact_tags (
    contact_id {i64} NOT NULL,
    tag_id {i64} NOT NULL,
    at {i64} NOT NULL,
    PRIMARY KEY (contact_id, tag_id)
) {strict};
CREATE INDEX contact_tags_tag ON contact_tags (tag_id, contact_id);

-- Internal notes in a thread. A deleted one keeps its row without its text.
CREATE TABLE comments (
    id {pk},
    conversation_id {i64} NOT NULL,
    contact_id {i64} NOT NULL,
    author_id {i64} NOT NULL,
    body {text} NOT NULL,
    client_id {text} NOT NULL,
    attachment_count {i64} NOT NULL,
    pinned {i64} NOT NULL,
    edited_at {i64} NOT NULL,
    deleted_at {i64} NOT NULL,
    at {i64} NOT NULL,
    CONSTRAINT comments_client UNIQUE (author_id, client_id)
) {strict};
CREATE INDEX comments_conversation ON comments (conversation_id, id);

-- seen: the mentioned user has opened the thread since.
CREATE TABLE mentions (
    user_id {i64} NOT NULL,
    comment_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    contact_id {i64} NOT NULL,
    seen {i64} NOT NULL,
    at {i64} NOT NULL,
    PRIMARY KEY (user_id, comment_id)
) {strict};
CREATE INDEX mentions_conversation ON mentions (conversation_id);

CREATE TABLE follows (
    user_id {i64} NOT NULL,
    contact_id {i64} NOT NULL,
    at {i64} NOT NULL,
    PRIMARY KEY (user_id, contact_id)
) {strict};
CREATE INDEX follows_contact ON follows (contact_id);

-- drafts are replies; these are comments. files: JSON array of uploads.
ALTER TABLE drafts ADD COLUMN files {text} NOT NULL DEFAULT '[]';
CREATE TABLE comment_drafts (
    user_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    body {text} NOT NULL,
    updated_at {i64} NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) {strict};

-- state: 0 waiting, 1 sent, 2 cancelled, 3 failed. files: JSON array of uploads.
CREATE TABLE scheduled (
    id {pk},
    conversation_id {i64} NOT NULL,
    contact_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    author_id {i64} NOT NULL,
    body {text} NOT NULL,
    files {text} NOT NULL,
    client_id {text} NOT NULL,
    due_at {i64} NOT NULL,
    cancel_on_reply {i64} NOT NULL,
    cancel_on_close {i64} NOT NULL,
    state {i64} NOT NULL,
    error {text},
    created_at {i64} NOT NULL,
    CONSTRAINT scheduled_client UNIQUE (author_id, client_id)
) {strict};
CREATE INDEX scheduled_contact ON scheduled (contact_id, due_at) WHERE state = 0;
CREATE INDEX scheduled_author ON scheduled (author_id, due_at) WHERE state = 0;

-- snapshot: JSON of what the merge moved and overwrote, enough to undo it.
CREATE TABLE merges (
    id {pk},
    kept_id {i64} NOT NULL,
    merged_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    snapshot {text} NOT NULL,
    at {i64} NOT NULL,
    undone_at {i64} NOT NULL
) {strict};
CREATE INDEX merges_kept ON merges (kept_id, id);

-- Pairs that somebody said are two people; the smaller id first.
CREATE TABLE merge_dismissals (
    first_id {i64} NOT NULL,
    second_id {i64} NOT NULL,
    PRIMARY KEY (first_id, second_id)
) {strict};

CREATE TABLE notifications (
    id {pk},
    user_id {i64} NOT NULL,
    kind {text} NOT NULL,
    contact_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {i64} NOT NULL,
    data {text} NOT NULL,
    count {i64} NOT NULL,
    state {i64} NOT NULL,
    snoozed_until {i64} NOT NULL,
    at {i64} NOT NULL
) {strict};
CREATE INDEX notifications_user ON notifications (user_id, state, at DESC, id DESC);
CREATE INDEX notifications_conversation ON notifications (user_id, conversation_id) WHERE state = 0;

-- What a user chose for this workspace: notifications, order and pins of inboxes, composer.
CREATE TABLE preferences (
    user_id {pk},
    content {text} NOT NULL,
    version {i64} NOT NULL,
    updated_at {i64} NOT NULL
) {strict};
