//! Ninety days of conversations, made a day at a time and written in one transaction each.

use parlance::event::{ActorRef, EventDraft, EventPayload, Source};
use parlance::id::{ChannelId, ContactId, ConversationId, MessageId, UserId, WorkspaceId};
use parlance::message::Direction;
use parlance::text;
use parlance::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use parlance_store::ws::bulk::{
    self, BulkContact, BulkConversation, BulkIdentity, BulkMessage, BulkRead,
};
use parlance_store::{Class, StoreError, WriteTx};

use super::random::Random;
use super::{first_day, people, scripts_en, scripts_fr};
use crate::{Caller, Result, Services, access};

/// What to bring in.
pub(super) struct Plan {
    pub workspace: WorkspaceId,
    pub channel: ChannelId,
    pub agents: Vec<UserId>,
    /// Who looks into the inbox beside them.
    pub others: Vec<UserId>,
    pub contacts: i64,
    pub days: i64,
    pub now: Timestamp,
    pub trade: bool,
}

/// Above this many contacts, threads are short: the size is there to measure lists and search.
const LARGE: i64 = 20_000;
/// Contacts written in one transaction; a whole day, so that the log stays in time order.
const PART: usize = 50_000;

const PAGES_EN: &[&str] = &[
    "https://shop.example/",
    "https://shop.example/mugs",
    "https://shop.example/workshops",
];
const PAGES_FR: &[&str] = &[
    "https://shop.example/fr",
    "https://shop.example/fr/bols",
    "https://shop.example/fr/ateliers",
];

#[derive(Default)]
struct Rows {
    contacts: Vec<BulkContact>,
    identities: Vec<BulkIdentity>,
    conversations: Vec<BulkConversation>,
    messages: Vec<BulkMessage>,
    reads: Vec<BulkRead>,
    events: Vec<(i64, EventDraft)>,
    counts: Vec<(&'static str, i64)>,
}

/// A contact who may come back: without an open conversation.
struct Known {
    id: i64,
    french: bool,
}

pub(super) async fn bring_in(services: &Services, caller: &Caller, plan: Plan) -> Result<()> {
    let (_, workspace) = access::workspace(services, caller, plan.workspace).await?;
    let mut random = Random::new(u64::try_from(plan.workspace.0).unwrap_or(1) ^ 0x5eed);
    let mut known: Vec<Known> = Vec::new();
    let mut left = plan.contacts;
    let start = first_day(plan.now, plan.days);
    // Ids are given here, because rows of a chunk refer to each other: reserve a range.
    let per_contact = 24;
    let mut next_id = workspace
        .write(Class::Background, move |tx: &mut WriteTx| {
            Box::pin(async move {
                Ok::<_, StoreError>(tx.reserve_ids((plan.contacts + 1) * per_contact))
            })
        })
        .await?;
    for day in 0..plan.days {
        let from = start + day * DAY;
        let weekend = (from / DAY + 3).rem_euclid(7) >= 5;
        let mut new = (left / (plan.days - day)).max(i64::from(left > 0));
        if weekend && day + 1 < plan.days {
            new /= 2;
        }
        left -= new;
        let mut made = 0;
        while made < new {
            let part = (new - made).min(i64::try_from(PART).unwrap_or(1));
            let rows = make(
                &plan,
                &mut random,
                &mut known,
                &mut next_id,
                from,
                part,
                plan.days - 1 - day,
            );
            made += part;
            workspace
                .write(Class::Background, move |tx: &mut WriteTx| {
                    Box::pin(async move { write(tx, rows).await })
                })
                .await?;
        }
    }
    Ok(())
}

async fn write(tx: &mut WriteTx, mut rows: Rows) -> Result<(), StoreError> {
    bulk::insert_contacts(tx, &rows.contacts).await?;
    bulk::insert_identities(tx, &rows.identities).await?;
    bulk::insert_conversations(tx, &rows.conversations).await?;
    bulk::insert_messages(tx, &rows.messages).await?;
    bulk::insert_reads(tx, &rows.reads).await?;
    rows.events.sort_by_key(|(at, _)| *at);
    for (at, draft) in rows.events {
        tx.emit_at(Timestamp(at), draft);
    }
    for (scope, key) in rows.counts {
        tx.count(scope, key, 1);
    }
    Ok(())
}

fn make(
    plan: &Plan,
    random: &mut Random,
    known: &mut Vec<Known>,
    next_id: &mut i64,
    from: i64,
    new: i64,
    days_ago: i64,
) -> Rows {
    let mut rows = Rows::default();
    // Somebody comes back for every fifth newcomer.
    let returning = new / 5;
    for index in 0..new + returning {
        let back = index >= new && !known.is_empty();
        let (contact, french) = if back {
            let position = random.between(0, i64::try_from(known.len()).unwrap_or(1) - 1);
            let known = known.swap_remove(usize::try_from(position).unwrap_or_default());
            (known.id, known.french)
        } else if index >= new {
            continue;
        } else {
            let french = random.percent(if plan.trade { 55 } else { 40 });
            (
                newcomer(plan, random, next_id, from, french, &mut rows),
                french,
            )
        };
        let open = talk(
            plan,
            random,
            next_id,
            from,
            (contact, french),
            days_ago,
            &mut rows,
        );
        if !open {
            known.push(Known {
                id: contact,
                french,
            });
        }
    }
    rows
}

fn take(next_id: &mut i64) -> i64 {
    let id = *next_id;
    *next_id += 1;
    id
}

fn newcomer(
    plan: &Plan,
    random: &mut Random,
    next_id: &mut i64,
    from: i64,
    french: bool,
    rows: &mut Rows,
) -> i64 {
    let id = take(next_id);
    let person = people::person(random, french);
    rows.contacts.push(BulkContact {
        id,
        name: person.name,
        email: person.email,
        phone: person.phone,
        locale: if french { "fr" } else { "en" },
        time_zone: if french {
            "Europe/Paris"
        } else {
            "Europe/London"
        },
        created_at: from,
    });
    rows.identities.push(BulkIdentity {
        id: take(next_id),
        contact_id: id,
        channel_id: plan.channel.0,
        external_id: format!("demo-{id}"),
        created_at: from,
    });
    id
}

/// One conversation inside a day. Whether it is still open.
fn talk(
    plan: &Plan,
    random: &mut Random,
    next_id: &mut i64,
    from: i64,
    (contact, french): (i64, bool),
    days_ago: i64,
    rows: &mut Rows,
) -> bool {
    let latest = (from + DAY).min(plan.now.0);
    let mut at = from;
    // Mostly while people are awake; the night is not empty, just quiet.
    for _ in 0..6 {
        at = from + random.between(0, DAY / MINUTE - 61) * MINUTE + random.between(0, 59) * SECOND;
        if (6..20).contains(&(at.rem_euclid(DAY) / HOUR)) {
            break;
        }
    }
    let id = take(next_id);
    let agent = plan
        .agents
        .get(usize::try_from(random.between(0, 99)).unwrap_or_default() % plan.agents.len().max(1));
    let agent = agent.copied().unwrap_or_default();
    let lines = script(plan, random, french);
    let order = format!("TC-{}", random.between(10_400, 19_800));
    let (products, weekdays) = if french {
        (scripts_fr::PRODUCTS, scripts_fr::DAYS)
    } else {
        (scripts_en::PRODUCTS, scripts_en::DAYS)
    };
    let product = random.pick(products).unwrap_or_default();
    let weekday = random.pick(weekdays).unwrap_or_default();
    // What happened lately is partly unfinished; the further back, the more is done.
    let stays_open = random.percent(match days_ago {
        0 => 62,
        1 => 38,
        2..=4 => 16,
        5..=9 => 4,
        _ => 0,
    });
    let cut = if stays_open {
        usize::try_from(random.between(1, i64::try_from(lines.len()).unwrap_or(1))).unwrap_or(1)
    } else {
        lines.len()
    };
    let page = random.pick(if french { PAGES_FR } else { PAGES_EN });
    let mut c = BulkConversation {
        id,
        contact_id: contact,
        channel_id: plan.channel.0,
        status: if stays_open { 0 } else { 2 },
        assignee_id: 0,
        opened_at: at,
        closed_at: 0,
        closed_by: 0,
        first_response_at: 0,
        waiting_since: 0,
        last_activity_at: at,
        last_message_id: 0,
        last_inbound_id: 0,
        last_direction: 0,
        preview: String::new(),
        inbound_count: 0,
        outbound_count: 0,
    };
    let about = (ContactId(contact), ConversationId(id));
    push_event(
        rows,
        at,
        ActorRef::Contact(about.0),
        Source::Contact,
        about,
        EventPayload::ConversationOpened {
            channel: plan.channel,
        },
    );
    for line in lines.iter().take(cut) {
        let outbound = line.starts_with('<');
        let body = line
            .trim_start_matches(['<', '>', ' '])
            .replace("{p}", product)
            .replace("{o}", &order)
            .replace("{d}", weekday);
        let body = capitalised(&body);
        if outbound && c.assignee_id == 0 {
            c.assignee_id = agent.0;
            push_event(
                rows,
                at,
                ActorRef::User(agent),
                Source::User,
                about,
                EventPayload::ConversationAssigned {
                    from: None,
                    to: Some(agent),
                },
            );
        }
        let message = take(next_id);
        rows.messages.push(BulkMessage {
            id: message,
            conversation_id: id,
            contact_id: contact,
            channel_id: plan.channel.0,
            direction: i64::from(outbound),
            author_kind: if outbound { "user" } else { "contact" },
            author_id: if outbound { agent.0 } else { contact },
            status: if outbound { 4 } else { 2 },
            page_url: if c.inbound_count == 0 && !outbound {
                page
            } else {
                None
            },
            body: body.clone(),
            at,
        });
        let direction = if outbound {
            Direction::Outbound
        } else {
            Direction::Inbound
        };
        let (actor, source) = if outbound {
            (ActorRef::User(agent), Source::User)
        } else {
            (ActorRef::Contact(about.0), Source::Contact)
        };
        push_event(
            rows,
            at,
            actor,
            source,
            about,
            EventPayload::MessageCreated {
                message: MessageId(message),
                direction,
            },
        );
        c.last_activity_at = at;
        c.last_message_id = message;
        c.last_direction = i64::from(outbound);
        c.preview = text::preview(&body, 160);
        if outbound {
            c.outbound_count += 1;
            c.waiting_since = 0;
            if c.first_response_at == 0 {
                c.first_response_at = at;
            }
        } else {
            c.inbound_count += 1;
            c.last_inbound_id = message;
            if c.waiting_since == 0 {
                c.waiting_since = at;
            }
        }
        let pause = if outbound {
            random.between(20, 240)
        } else {
            random.between(25, 420)
        };
        at = (at + pause * SECOND).min(latest - 1);
    }
    if stays_open {
        // Most of what waits unassigned was written in the last hours.
        rows.counts.push(("open", 0));
        if c.assignee_id == 0 {
            rows.counts.push(("open_unassigned", 0));
        } else {
            rows.counts.push(("open_assignee", c.assignee_id));
        }
    } else {
        c.closed_at = at;
        c.closed_by = agent.0;
        c.waiting_since = 0;
        push_event(
            rows,
            at,
            ActorRef::User(agent),
            Source::User,
            about,
            EventPayload::ConversationClosed {
                category: None,
                summary: String::new(),
            },
        );
    }
    let everybody = !stays_open && plan.contacts <= LARGE;
    // Colleagues keep an eye on what is open; a few things nobody has seen yet.
    let seen = plan.contacts <= LARGE && id.rem_euclid(7) != 0;
    for reader in plan.agents.iter().chain(&plan.others) {
        let own = reader.0 == c.assignee_id;
        let mine = own && (!stays_open || random.percent(60));
        if everybody || mine || (seen && !own) {
            let (user_id, message_id) = (reader.0, c.last_message_id);
            rows.reads.push(BulkRead {
                user_id,
                conversation_id: id,
                message_id,
            });
        }
    }
    rows.conversations.push(c);
    stays_open
}

fn script(plan: &Plan, random: &mut Random, french: bool) -> Vec<&'static str> {
    let pool = match (plan.trade, french) {
        (false, false) => scripts_en::SHOP,
        (false, true) => scripts_fr::SHOP,
        (true, false) => scripts_en::TRADE,
        (true, true) => scripts_fr::TRADE,
    };
    let index = usize::try_from(random.between(0, 9_999)).unwrap_or_default() % pool.len().max(1);
    let lines = pool.get(index).copied().unwrap_or_default();
    let length = if plan.contacts > LARGE {
        3.min(lines.len())
    } else {
        lines.len()
    };
    lines.iter().take(length).copied().collect()
}

fn push_event(
    rows: &mut Rows,
    at: i64,
    actor: ActorRef,
    source: Source,
    (contact, conversation): (ContactId, ConversationId),
    payload: EventPayload,
) {
    let draft = EventDraft {
        actor,
        source,
        contact: Some(contact),
        conversation: Some(conversation),
        payload,
    };
    rows.events.push((at, draft));
}

/// A product at the beginning of a sentence.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
