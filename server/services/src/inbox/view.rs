//! From stored rows to what a user is shown: masking, and the addresses of files.
//!
//! Everything that leaves for an agent's browser, pages and live updates alike, is made here.

use parlance::channel::ChannelKind;
use parlance::contact::{
    ContactChannel, ContactDetail, PastConversation, display_name, mask_email, mask_phone,
};
use parlance::conversation::{ConversationRow, Counts};
use parlance::id::{UserId, WorkspaceId};
use parlance::message::{AttachmentView, Direction, MessageView};
use parlance::permission::{Actor, Flag, Visibility};
use parlance_store::ws::attachments::Attachment;
use parlance_store::ws::contacts::ContactRecord;
use parlance_store::ws::conversations::Listed;
use parlance_store::ws::counters::{self, Open};
use parlance_store::ws::messages::MessageRecord;

use crate::{Services, files};

/// How much of what is visible a user is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Phone numbers and addresses are masked.
    pub masked: bool,
    /// Files can be fetched.
    pub files: bool,
}

impl Sight {
    /// Everything.
    pub const FULL: Sight = Sight {
        masked: false,
        files: true,
    };

    /// What an actor is shown.
    pub fn of(actor: &Actor) -> Sight {
        Sight {
            masked: actor.masked(),
            files: !actor.flags.has(Flag::RestrictAttachments),
        }
    }
}

/// What to call a contact; the fallbacks are masked like the fields they come from.
pub(crate) fn contact_name(contact: &ContactRecord, masked: bool) -> String {
    let (email, phone) = addresses(contact, masked);
    display_name(&contact.name, &email, &phone)
        .unwrap_or_default()
        .to_owned()
}

fn addresses(contact: &ContactRecord, masked: bool) -> (String, String) {
    if masked {
        (mask_email(&contact.email), mask_phone(&contact.phone))
    } else {
        (contact.email.clone(), contact.phone.clone())
    }
}

/// A row of the list.
pub(crate) fn row(listed: &Listed, sight: Sight) -> ConversationRow {
    ConversationRow {
        id: listed.id,
        contact: listed.contact.id,
        contact_name: contact_name(&listed.contact, sight.masked),
        channel: listed.channel,
        // There is no other kind yet; the second one adds a column to the rows.
        channel_kind: ChannelKind::WebChat,
        status: listed.status,
        assignee: listed.assignee,
        team: listed.team,
        priority: listed.priority,
        snoozed_until: listed.snoozed_until,
        opened_at: listed.opened_at,
        stage: listed.contact.stage,
        tags: listed.contact.tags.clone(),
        blocked: listed.contact.blocked,
        last_activity_at: listed.last_activity_at,
        waiting_since: listed.waiting_since,
        last_direction: listed.last_direction,
        last_kind: listed.last_kind.clone(),
        preview: listed.preview.clone(),
        last_inbound: listed.last_inbound,
        read_up_to: listed.read_up_to,
        version: listed.version,
    }
}

/// A message of a thread.
pub(crate) fn message(
    services: &Services,
    workspace: WorkspaceId,
    record: &MessageRecord,
    sight: Sight,
) -> MessageView {
    MessageView {
        id: record.id,
        conversation: record.conversation,
        direction: record.direction,
        author: record.author.clone(),
        text: record.text.clone(),
        attachments: record
            .files
            .iter()
            .map(|file| attachment(services, workspace, file, sight.files))
            .collect(),
        status: record.status,
        error: record.error.clone(),
        // A visitor's own id is of no use to users, who could block it by sending it again.
        client_id: record
            .client_id
            .clone()
            .filter(|_| record.direction == Direction::Outbound),
        page_url: record.page_url.clone(),
        at: record.at,
    }
}

/// A file; without an address if it may not be fetched.
pub(crate) fn attachment(
    services: &Services,
    workspace: WorkspaceId,
    file: &Attachment,
    fetchable: bool,
) -> AttachmentView {
    AttachmentView {
        id: file.id,
        name: file.name.clone(),
        mime: file.mime.clone(),
        kind: file.kind,
        size: file.size,
        url: if fetchable {
            files::url(services, workspace, file.id, file.kind)
        } else {
            String::new()
        },
        width: file.width,
        height: file.height,
    }
}

/// The contact beside a conversation.
pub(crate) fn contact(
    record: &ContactRecord,
    channels: Vec<ContactChannel>,
    conversations: Vec<PastConversation>,
    sight: Sight,
) -> ContactDetail {
    let (email, phone) = addresses(record, sight.masked);
    ContactDetail {
        id: record.id,
        name: record.name.clone(),
        email,
        phone,
        locale: record.locale.clone(),
        time_zone: record.time_zone.clone(),
        assignee: record.assignee,
        team: record.team,
        blocked: record.blocked,
        stage: record.stage,
        country: record.country.clone(),
        tags: record.tags.clone(),
        created_at: record.created_at,
        version: record.version,
        channels,
        conversations,
        masked: sight.masked,
    }
}

/// Whether the free conversations must be counted for somebody with this visibility.
pub(crate) fn counts_free(visibility: &Visibility) -> bool {
    matches!(
        visibility,
        Visibility::Mine {
            unassigned: true,
            ..
        }
    )
}

/// Open conversations by view, as far as the viewer may know. A maintained counter is used only
/// where its scope equals what the viewer sees.
pub(crate) fn counts(viewer: UserId, visibility: &Visibility, open: &Open) -> Counts {
    let mine = open.by_user.get(&viewer).copied().unwrap_or(0).max(0);
    match visibility {
        Visibility::All => Counts {
            all: Some(open.all.max(0)),
            mine,
            unassigned: Some(open.unassigned.max(0)),
        },
        Visibility::Mine {
            unassigned: false, ..
        } => Counts {
            all: Some(mine),
            mine,
            unassigned: Some(0),
        },
        Visibility::Mine {
            unassigned: true, ..
        } => {
            let free = open.free.filter(|free| *free < counters::FREE_MAX);
            Counts {
                all: free.map(|free| free + mine),
                mine,
                unassigned: free,
            }
        }
        Visibility::Teams { .. } => Counts {
            all: None,
            mine,
            unassigned: None,
        },
    }
}
