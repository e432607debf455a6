-- Control database: who exists, who belongs where, where each workspace lives.

CREATE TABLE head (
    id {pk} CHECK (id = 1),
    next_id {i64} NOT NULL
) {strict};

CREATE TABLE instance_settings (
    name {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE organizations (
    id {pk},
    name {text} NOT NULL,
    locale {text} NOT NULL,
    created_at {i64} NOT NULL
) {strict};

CREATE TABLE users (
    id {pk},
    email {text} NOT NULL,
    email_key {text} NOT NULL,
    name {text} NOT NULL,
    locale {text} NOT NULL,
    time_zone {text} NOT NULL,
    theme {text} NOT NULL,
    last_workspace_id {i64} NOT NULL,
    last_active_at {i64} NOT NULL,
    created_at {i64} NOT NULL,
    CONSTRAINT users_email UNIQUE (email_key)
) {strict};

CREATE TABLE credentials (
    user_id {pk},
    hash {text} NOT NULL,
    changed_at {i64} NOT NULL
) {strict};

CREATE TABLE organization_members (
    organization_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    role {i64} NOT NULL,
    suspended {i64} NOT NULL,
    created_at {i64} NOT NULL,
    PRIMARY KEY (organization_id, user_id)
) {strict};
CREATE INDEX organization_members_user ON organization_members (user_id);

-- Registry. state: creating, ready, migrating, quarantined, moving, deleting, deleted.
CREATE TABLE workspaces (
    id {pk},
    organization_id {i64} NOT NULL,
    name {text} NOT NULL,
    color {text} NOT NULL,
    locale {text} NOT NULL,
    time_zone {text} NOT NULL,
    engine {text} NOT NULL,
    location {text} NOT NULL,
    schema_version {i64} NOT NULL,
    state {text} NOT NULL,
    error {text},
    dirty {i64} NOT NULL,
    created_at {i64} NOT NULL
) {strict};
CREATE INDEX workspaces_organization ON workspaces (organization_id);
CREATE INDEX workspaces_dirty ON workspaces (id) WHERE dirty = 1;

-- flags: comma-separated restriction flags (product specification 3.2).
CREATE TABLE workspace_members (
    workspace_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    role {i64} NOT NULL,
    flags {text} NOT NULL,
    created_at {i64} NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
) {strict};
CREATE INDEX workspace_members_user ON workspace_members (user_id);

-- workspaces: JSON list of {workspace_id, role}. The token itself is never stored.
CREATE TABLE invites (
    id {pk},
    organization_id {i64} NOT NULL,
    email {text} NOT NULL,
    email_key {text} NOT NULL,
    role {i64} NOT NULL,
    workspaces {text} NOT NULL,
    token_hash {text} NOT NULL,
    invited_by {i64} NOT NULL,
    created_at {i64} NOT NULL,
    expires_at {i64} NOT NULL,
    used_at {i64} NOT NULL,
    revoked_at {i64} NOT NULL,
    CONSTRAINT invites_token UNIQUE (token_hash)
) {strict};
CREATE INDEX invites_organization ON invites (organization_id);

-- Password reset links; single use, bound to the user and the credential they were made for.
CREATE TABLE reset_links (
    token_hash {text} NOT NULL PRIMARY KEY,
    user_id {i64} NOT NULL,
    created_at {i64} NOT NULL,
    expires_at {i64} NOT NULL,
    used_at {i64} NOT NULL
) {strict};
CREATE INDEX reset_links_user ON reset_links (user_id);

-- id_hash: SHA-256 of the cookie's value, hex. user_id 0: nobody is signed in yet.
CREATE TABLE sessions (
    id_hash {text} NOT NULL PRIMARY KEY,
    public_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    content {text} NOT NULL,
    user_agent {text} NOT NULL,
    address {text} NOT NULL,
    created_at {i64} NOT NULL,
    seen_at {i64} NOT NULL,
    expires_at {i64} NOT NULL
) {strict};
CREATE INDEX sessions_user ON sessions (user_id) WHERE user_id > 0;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Exponential delay of sign-in attempts; bucket names say what is counted (account, network).
CREATE TABLE throttles (
    bucket {text} NOT NULL PRIMARY KEY,
    failures {i64} NOT NULL,
    blocked_until {i64} NOT NULL,
    updated_at {i64} NOT NULL
) {strict};

-- Public key of a channel → where its traffic belongs. config: JSON, what is needed to verify
-- a caller before the workspace's database is opened.
CREATE TABLE channel_routes (
    route_key {text} NOT NULL PRIMARY KEY,
    workspace_id {i64} NOT NULL,
    channel_id {i64} NOT NULL,
    kind {text} NOT NULL,
    config {text} NOT NULL,
    enabled {i64} NOT NULL,
    version {i64} NOT NULL
) {strict};
CREATE INDEX channel_routes_channel ON channel_routes (workspace_id, channel_id);

CREATE TABLE wakeups (
    workspace_id {pk},
    due_at {i64} NOT NULL
) {strict};
CREATE INDEX wakeups_due ON wakeups (due_at);

-- Outgoing mail of the instance: invitations, resets. state 0 due, 1 sending, 2 sent, 3 dead.
CREATE TABLE mails (
    id {pk},
    recipient {text} NOT NULL,
    subject {text} NOT NULL,
    body {text} NOT NULL,
    state {i64} NOT NULL,
    attempt {i64} NOT NULL,
    next_at {i64} NOT NULL,
    error {text},
    created_at {i64} NOT NULL
) {strict};
CREATE INDEX mails_due ON mails (next_at, id) WHERE state = 0;

-- Operations that touch control and a workspace (sagas).
CREATE TABLE pending_ops (
    id {pk},
    kind {text} NOT NULL,
    workspace_id {i64} NOT NULL,
    payload {text} NOT NULL,
    step {i64} NOT NULL,
    attempts {i64} NOT NULL,
    next_at {i64} NOT NULL,
    error {text}
) {strict};
CREATE INDEX pending_ops_due ON pending_ops (next_at);

-- Append-only and hash-chained: hash = SHA-256(previous hash ‖ row).
CREATE TABLE audit (
    id {pk},
    at {i64} NOT NULL,
    organization_id {i64} NOT NULL,
    workspace_id {i64} NOT NULL,
    actor_id {i64} NOT NULL,
    address {text} NOT NULL,
    user_agent {text} NOT NULL,
    action {text} NOT NULL,
    object {text} NOT NULL,
    change {text} NOT NULL,
    hash {text} NOT NULL
) {strict};
CREATE INDEX audit_organization ON audit (organization_id, id);

INSERT INTO head (id, next_id) VALUES (1, 1);
