-- A workspace: its contacts, conversations, messages and its event log.
-- "None" is 0 in every sort or index column; times are milliseconds UTC; booleans are 0 or 1.

-- next_id starts at workspace id × 2^32 (set by the registry), so ids of two workspaces differ.
CREATE TABLE head (
    id {pk} CHECK (id = 1),
    seq {i64} NOT NULL,
    floor_seq {i64} NOT NULL,
    epoch {i64} NOT NULL,
    next_id {i64} NOT NULL,
    last_at {i64} NOT NULL
) {strict};

-- The one log that feeds timeline, live updates, triggers, webhooks, notifications and reports.
-- actor_kind: user, contact, system. data: JSON of the payload, at most 4 KB.
CREATE TABLE events (
    seq {pk},
    at {i64} NOT NULL,
    kind {text} NOT NULL,
    actor_kind {text} NOT NULL,
    actor_id {i64} NOT NULL,
    source {text} NOT NULL,
    contact_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    subject {i64} NOT NULL,
    cause {i64} NOT NULL,
    data {text} NOT NULL
) {strict};
CREATE INDEX events_conversation ON events (conversation_id, seq) WHERE conversation_id > 0;
CREATE INDEX events_contact ON events (contact_id, seq) WHERE contact_id > 0;

CREATE TABLE cursors (
    consumer {text} NOT NULL PRIMARY KEY,
    seq {i64} NOT NULL
) {strict};

CREATE TABLE contacts (
    id {pk},
    name {text} NOT NULL,
    email {text} NOT NULL,
    phone {text} NOT NULL,
    locale {text} NOT NULL,
    time_zone {text} NOT NULL,
    assignee_id {i64} NOT NULL,
    team_id {i64} NOT NULL,
    blocked {i64} NOT NULL,
    source {text} NOT NULL,
    last_activity_at {i64} NOT NULL,
    created_at {i64} NOT NULL,
    updated_at {i64} NOT NULL,
    version {i64} NOT NULL
) {strict};

-- A contact's presence on a channel. external_id: the provider's id; for website chat the
-- SHA-256 of the visitor's secret or the verified user id.
CREATE TABLE identities (
    id {pk},
    contact_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    external_id {text} NOT NULL,
    verified {i64} NOT NULL,
    created_at {i64} NOT NULL,
    CONSTRAINT identities_external UNIQUE (channel_id, external_id)
) {strict};
CREATE INDEX identities_contact ON identities (contact_id);

-- status: 0 open, 1 snoozed, 2 closed. last_direction: 0 inbound, 1 outbound.
CREATE TABLE conversations (
    id {pk},
    contact_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    status {i64} NOT NULL,
    assignee_id {i64} NOT NULL,
    team_id {i64} NOT NULL,
    opened_at {i64} NOT NULL,
    opened_source {text} NOT NULL,
    closed_at {i64} NOT NULL,
    closed_by {i64} NOT NULL,
    snoozed_until {i64} NOT NULL,
    first_response_at {i64} NOT NULL,
    waiting_since {i64} NOT NULL,
    last_activity_at {i64} NOT NULL,
    last_message_id {i64} NOT NULL,
    last_inbound_id {i64} NOT NULL,
    last_direction {i64} NOT NULL,
    last_kind {text} NOT NULL,
    preview {text} NOT NULL,
    inbound_count {i64} NOT NULL,
    outbound_count {i64} NOT NULL,
    version {i64} NOT NULL
) {strict};
CREATE INDEX conversations_open ON conversations (last_activity_at DESC, id DESC) WHERE status = 0;
CREATE INDEX conversations_open_assignee ON conversations (assignee_id, last_activity_at DESC, id DESC) WHERE status = 0;
CREATE INDEX conversations_closed ON conversations (last_activity_at DESC, id DESC) WHERE status = 2;
CREATE INDEX conversations_closed_assignee ON conversations (assignee_id, last_activity_at DESC, id DESC) WHERE status = 2;
CREATE UNIQUE INDEX conversations_one_open ON conversations (contact_id) WHERE closed_at = 0;
CREATE INDEX conversations_contact ON conversations (contact_id, last_activity_at DESC, id DESC);

-- direction: 0 inbound, 1 outbound. status: 0 queued, 1 sending, 2 sent, 3 delivered, 4 read,
-- 5 failed, 6 unknown. provider_id: the provider's id; website chat uses the client's id.
CREATE TABLE messages (
    id {pk},
    conversation_id {i64} NOT NULL,
    contact_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    direction {i64} NOT NULL,
    author_kind {text} NOT NULL,
    author_id {i64} NOT NULL,
    kind {text} NOT NULL,
    body {text} NOT NULL,
    provider_id {text},
    client_id {text},
    status {i64} NOT NULL,
    error {text},
    attachment_count {i64} NOT NULL,
    page_url {text},
    at {i64} NOT NULL,
    CONSTRAINT messages_provider UNIQUE (channel_id, provider_id)
) {strict};
CREATE INDEX messages_conversation ON messages (conversation_id, id);

-- message_id 0: uploaded, not sent yet (swept after 24 h). owner: visitor hash or "u:<user id>".
CREATE TABLE attachments (
    id {pk},
    message_id {i64} NOT NULL,
    owner {text} NOT NULL,
    name {text} NOT NULL,
    mime {text} NOT NULL,
    kind {text} NOT NULL,
    size {i64} NOT NULL,
    sha256 {text} NOT NULL,
    width {i64} NOT NULL,
    height {i64} NOT NULL,
    created_at {i64} NOT NULL
) {strict};
CREATE INDEX attachments_message ON attachments (message_id, id) WHERE message_id > 0;
CREATE INDEX attachments_pending ON attachments (created_at) WHERE message_id = 0;
CREATE INDEX attachments_blob ON attachments (sha256);

CREATE TABLE reads (
    user_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    message_id {i64} NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) {strict};

CREATE TABLE drafts (
    user_id {i64} NOT NULL,
    conversation_id {i64} NOT NULL,
    body {text} NOT NULL,
    updated_at {i64} NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
) {strict};

-- Rarely queried configuration: channels, teams, later tags, snippets, views. content: JSON.
CREATE TABLE objects (
    id {pk},
    kind {text} NOT NULL,
    name {text} NOT NULL,
    content {text} NOT NULL,
    archived {i64} NOT NULL,
    version {i64} NOT NULL,
    created_at {i64} NOT NULL,
    updated_at {i64} NOT NULL
) {strict};
CREATE INDEX objects_kind ON objects (kind, id);

CREATE TABLE team_members (
    team_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    position {i64} NOT NULL,
    PRIMARY KEY (team_id, user_id)
) {strict};
CREATE INDEX team_members_user ON team_members (user_id);

-- Ciphertexts only (server/services/src/secrets). owner: "channel:<id>:identity" and the like.
CREATE TABLE secrets (
    owner {text} NOT NULL PRIMARY KEY,
    blob {bytes} NOT NULL,
    hint {text} NOT NULL,
    created_at {i64} NOT NULL
) {strict};

CREATE TABLE counters (
    scope {text} NOT NULL,
    key {i64} NOT NULL,
    n {i64} NOT NULL,
    PRIMARY KEY (scope, key)
) {strict};

-- state: 0 queued (retry is attempt > 0), 1 sending, 2 sent, 3 dead, 4 unknown.
CREATE TABLE outbox (
    id {pk},
    conversation_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    kind {text} NOT NULL,
    payload {text} NOT NULL,
    idem_key {text} NOT NULL,
    state {i64} NOT NULL,
    attempt {i64} NOT NULL,
    next_at {i64} NOT NULL,
    lease_until {i64} NOT NULL,
    provider_id {text},
    error {text},
    created_at {i64} NOT NULL,
    CONSTRAINT outbox_idem UNIQUE (idem_key)
) {strict};
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE state = 0;

CREATE TABLE jobs (
    id {pk},
    kind {text} NOT NULL,
    unique_key {text} NOT NULL,
    payload {text} NOT NULL,
    state {i64} NOT NULL,
    attempt {i64} NOT NULL,
    run_at {i64} NOT NULL,
    lease_until {i64} NOT NULL,
    position {text} NOT NULL,
    error {text},
    CONSTRAINT jobs_unique UNIQUE (unique_key)
) {strict};
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 0;

CREATE TABLE timers (
    id {pk},
    due_at {i64} NOT NULL,
    owner_kind {text} NOT NULL,
    owner_id {i64} NOT NULL,
    timer_key {text} NOT NULL,
    payload {text} NOT NULL,
    state {i64} NOT NULL,
    CONSTRAINT timers_key UNIQUE (timer_key)
) {strict};
CREATE INDEX timers_due ON timers (due_at, id) WHERE state = 0;

INSERT INTO head (id, seq, floor_seq, epoch, next_id, last_at) VALUES (1, 0, 0, 1, 1, 0);
